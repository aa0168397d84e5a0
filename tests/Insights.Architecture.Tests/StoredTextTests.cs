using System.Reflection;
using AutoMapper;
using AutoMapper.Internal;
using Insights.Core;
using Insights.Core.Data;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Insights.Architecture.Tests;

/// <summary>What kinds of text the database can hold at all.</summary>
public sealed class StoredTextTests : IAsyncLifetime
{
    private const string Code = "a code, held to its list by the catalogue";
    private const string Configured = "written by the organisation's configuration, never by a form";
    private const string Engine = "version of the engine, made by the product";
    private const string Term = "a term of a text that passed the guard, or a code";
    private const string Name = "name of a command or a state, made by the product";
    private const string Product = "a name the product gives to a rule, a type, a table or a field";

    /// <summary>Every plain string that is stored, and why it needs no guard. Adding one needs a privacy review.</summary>
    private static readonly Dictionary<string, string> Plain = new()
    {
        ["Person.Handle"] = "a pseudonym, held to the form of a code",
        ["ContactPreference.Address"] = "the e-mail address somebody gave for their own digest: held to the form of one, shown to them only, and gone when they clear it",
        ["Notification.About"] = "an id",
        ["Counter.Name"] = Name,
        ["AuditEntry.Action"] = Name,
        ["AuditEntry.Code"] = "a code, or the digest of evidence",
        ["AuditEntry.Via"] = Name,
        ["AuditEntry.RequestId"] = "the server's own name for the request",
        ["AuditEntry.FromState"] = Name,
        ["AuditEntry.ToState"] = Name,
        ["PassedFinding.Path"] = Product,
        ["PassedFinding.RuleId"] = Product,
        ["PassedFinding.Type"] = Product,
        ["AllowedEntry.Text"] = "the one string that is stored because a privacy steward reviewed it: what the guard would refuse, kept to let it pass",
        ["GuardState.Fingerprint"] = "a hash of the guard's configuration",
        ["WithheldFinding.Type"] = Product,
        ["WithheldFinding.RuleId"] = Product,
        ["WithheldPlace.Table"] = Product,
        ["WithheldPlace.Key"] = "ids and numbers of a row",
        ["WithheldPlace.Path"] = Product,
        ["IdempotencyRow.Key"] = "a hash",
        ["KnownCaseKey.CheckValue"] = "three bytes of a MAC, in hex",
        ["IdempotencyRow.ResultId"] = "an id",
        ["WebhookEndpoint.Url"] = "the address of a receiver, held to a narrow form without a query; its path is screened like a text",
        ["WebhookEndpoint.LeaseOwner"] = "random hex digits",
        ["WebhookSecret.Sealed"] = "a signing secret, encrypted",
        ["SignInSession.SignOutHint"] = "the provider's ID token, encrypted, and gone once the session has ended",
        ["ProtectionKey.Name"] = "the platform's name for a key",
        ["ProtectionKey.Xml"] = "a key as the platform writes it down",
        ["Gap.Area"] = Code,
        ["Gap.ClauseCode"] = Code,
        ["Gap.Destination"] = Code,
        ["Decision.Cites"] = "ids of the decisions it cites",
        ["Gap.Labels"] = Code,
        ["GapStand.Area"] = Code,
        ["GapStand.Destination"] = Code,
        ["GapStand.Labels"] = Code,
        ["Label.Code"] = "a code that a triage lead made up; screened like a text",
        ["ApiKey.Prefix"] = "how a secret that the product made begins",
        ["FeedFilter.Areas"] = "a code; screened like a text",
        ["FeedFilter.Clauses"] = "a code; screened like a text",
        ["FeedFilter.Labels"] = "a code; screened like a text",
        ["FeedFilter.Languages"] = "a code; screened like a text",
        ["FeedFilter.Regions"] = "a code; screened like a text",
        ["FeedFilter.Surfaces"] = "a code; screened like a text",
        ["FeedScope.Languages"] = Code,
        ["FeedScope.Regions"] = Code,
        ["FeedScope.Surfaces"] = Code,
        ["SavedView.Slug"] = "the end of an address that its maker chose; screened like a text",
        ["SavedView.Scope"] = "an id, or the word team",
        ["GapFilter.Text"] = "never stored: the words of a saved view stand beside its filter, as guarded text",
        ["GapFilter.OwnerId"] = "an id",
        ["PersonId.Value"] = "an id",
        ["GapFilter.Areas"] = Code,
        ["GapFilter.Clauses"] = Code,
        ["GapFilter.Labels"] = Code,
        ["GapFilter.Regions"] = Code,
        ["GapFilter.Languages"] = Code,
        ["GapFilter.Surfaces"] = Code,
        ["FeedItem.Labels"] = Code,
        ["FeedCount.Area"] = Code,
        ["GapLink.EngineVersion"] = Engine,
        ["ModelVersion.EngineVersion"] = Engine,
        ["ModelVersion.Json"] = "weights and calibration, made by the engine: numbers under names of its own, no words of any report",
        ["LookAlikeAnswer.EngineVersion"] = Engine,
        ["MatchedTerm.Field"] = "name of a field",
        ["MatchedTerm.Term"] = Term,
        ["Report.Area"] = Code,
        ["Report.ClauseCode"] = Code,
        ["Report.Surface"] = Code,
        ["Report.Language"] = Code,
        ["Report.Region"] = Code,
        ["ReportContent.Area"] = Code,
        ["ReportContent.Clause"] = Code,
        ["ReportContent.Surface"] = Code,
        ["ReportContent.Language"] = Code,
        ["ReportContent.Region"] = Code,
        ["ReportContent.NearestClause"] = Code,
        ["DecisionContent.GroundClause"] = Code,
        ["DecisionContent.ChangedClause"] = Code,
        ["DecisionContent.ScopeRegions"] = Code,
        ["DecisionContent.ScopeLanguages"] = Code,
        ["DecisionContent.ScopeSurfaces"] = Code,
        ["DecisionContent.Destination"] = Code,
        ["DecisionDraftContent.ChangedClause"] = Code,
        ["DecisionDraftContent.GroundClause"] = Code,
        ["DecisionDraftContent.ScopeRegions"] = Code,
        ["DecisionDraftContent.ScopeLanguages"] = Code,
        ["DecisionDraftContent.ScopeSurfaces"] = Code,
        ["DecisionDraftContent.Destination"] = Code,
        ["Scenario.ClauseCode"] = Code,
        ["Scenario.Language"] = Code,
        ["FeedEvent.Area"] = Code,
        ["FeedEvent.Clause"] = Code,
        ["FeedItem.Area"] = Code,
        ["FeedItem.Clause"] = Code,
        ["FeedDecision.GroundClause"] = Code,
        ["StoredClause.Code"] = "a code that a policy owner made up, or the organisation's configuration did; screened like a text",
        ["StoredClause.Area"] = Code,
        ["StoredCode.Code"] = "a code that a policy owner made up, or the organisation's configuration did; screened like a text",
        ["QuietHours.TimeZone"] = "the IANA name of a time zone, held to those that the machine knows",
        ["Term.Use"] = Configured,
        ["Term.Note"] = Configured,
        ["Term.InsteadOf"] = Configured,
    };

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddInsightsCore().AddInsightsSqlite("never-opened.db").BuildServiceProvider();

    private IModel Model { get; set; } = null!;

    public async Task InitializeAsync()
    {
        await using var db = await _services.GetRequiredService<IDbContextFactory<InsightsDb>>().CreateDbContextAsync();
        Model = db.Model;
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public void No_plain_text_is_stored_but_what_is_listed_with_its_reason()
    {
        var found = PlainStrings().Distinct().ToList();

        Assert.Contains("MatchedTerm.Term", found);
        Assert.Empty(found.Except(Plain.Keys));
        Assert.Empty(Plain.Keys.Except(found));
    }

    [Fact]
    public void The_walk_through_what_is_stored_as_one_text_finds_a_plain_string_in_it()
    {
        Assert.Equal(["Outer.Word", "Inner.Words", "Inner.Word"], Walk(typeof(Outer), []).Order().Reverse());
    }

    [Fact]
    public async Task Every_table_that_holds_guarded_text_says_which_rules_it_has_passed_and_is_screened_again()
    {
        var holding = Model.GetEntityTypes().Where(e => e.GetProperties().Any(p => GuardedTexts.AreIn(p.ClrType))).ToList();
        await using var db = await _services.GetRequiredService<IDbContextFactory<InsightsDb>>().CreateDbContextAsync();

        Assert.True(holding.Count >= 8);
        Assert.All(holding, e => Assert.Equal(typeof(int), e.FindProperty(TextTables.RuleSetVersion)?.ClrType));
        // Set apart are the texts that wait for a steward, and the words an erasure is about until it is decided.
        Assert.Equal(["Erasure", "WithheldText"], holding.Select(e => e.ClrType).Except(TextTables.Of(db).Select(t => t.Entity)).Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_text_deep_inside_a_value_is_found_and_rewritten_and_nothing_else_is_touched()
    {
        var value = new ReportContent { Area = "appeals", Title = GuardedText.Erased, Readings = [new Reading { Outcome = GuardedText.Withheld }, new Reading { Text = GuardedText.Erased }] };

        var rewritten = (ReportContent)GuardedTexts.Rewritten(value, (path, text) => path == "Readings.1.Text" ? GuardedText.Withheld : text)!;

        Assert.Equal(["Readings.0.Outcome", "Readings.1.Text", "Title"], GuardedTexts.In(value).Select(t => t.Path).Order(StringComparer.Ordinal));
        Assert.Equal((GuardedText.Withheld, GuardedText.Erased, "appeals"), (rewritten.Readings[1].Text, rewritten.Title, rewritten.Area));
        Assert.Equal(GuardedText.Erased, value.Readings[1].Text);
        Assert.Same(value, GuardedTexts.Rewritten(value, (_, text) => text));
    }

    [Fact]
    public void Every_column_of_text_has_a_length_unless_it_holds_guarded_text_or_a_whole_value()
    {
        var columns = Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => (p.GetTypeMapping().Converter?.ProviderClrType ?? p.ClrType) == typeof(string)).ToList();

        Assert.True(columns.Count > 40);
        Assert.Empty(columns.Where(p => p.GetMaxLength() is null && p.ClrType != typeof(GuardedText) && !IsWhole(p)).Select(p => $"{p.DeclaringType.DisplayName()}.{p.Name}"));
    }

    [Fact]
    public void Stored_text_is_read_back_unchecked_in_one_place_only()
    {
        var users = House.Sources("src", ".cs", ".razor").Where(f => !f.Key.StartsWith("src/Insights.Privacy/", StringComparison.Ordinal)
            && f.Value.Any(line => line.Contains("GuardedText.Stored", StringComparison.Ordinal) || line.Contains("GuardedTextJson", StringComparison.Ordinal))).Select(f => f.Key).ToList();

        Assert.NotEmpty(users);
        Assert.All(users, file => Assert.StartsWith("src/Insights.Core/Data/", file, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_mapped_towards_an_entity()
    {
        var entities = Model.GetEntityTypes().Select(e => e.ClrType).ToHashSet();
        var configuration = _services.GetRequiredService<IConfigurationProvider>();
        configuration.AssertConfigurationIsValid();
        var maps = ((IGlobalConfiguration)configuration).GetAllTypeMaps();

        Assert.NotEmpty(maps);
        Assert.DoesNotContain(maps, m => entities.Contains(m.DestinationType));
        Assert.Empty(House.Sources("src", ".cs", ".razor").Where(f => f.Value.Any(line => line.Contains("CreateMap", StringComparison.Ordinal) || line.Contains("ReverseMap", StringComparison.Ordinal))).Select(f => f.Key));
        Assert.Contains(House.Sources("src", ".cs"), f => f.Value.Any(line => line.Contains("CreateProjection<", StringComparison.Ordinal)));
    }

    private IEnumerable<string> PlainStrings()
    {
        foreach (var property in Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if (property.ClrType == typeof(string))
                yield return $"{property.DeclaringType.ClrType.Name}.{property.Name}";
            else if (property.ClrType == typeof(IReadOnlyList<string>))
                yield return $"{property.DeclaringType.ClrType.Name}.{property.Name}";
            else if (IsWhole(property) && ElementOf(property.ClrType) != typeof(GuardedText))
                foreach (var found in Walk(ElementOf(property.ClrType), []))
                    yield return found;
        }
    }

    /// <summary>Whether a value of several parts is kept as one text.</summary>
    private static bool IsWhole(IProperty property) => property.GetTypeMapping().Converter?.ProviderClrType == typeof(string)
        && property.ClrType is { IsValueType: false } type && type != typeof(GuardedText) && type != typeof(string);

    private static IEnumerable<string> Walk(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            yield break;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var element = ElementOf(property.PropertyType);
            if (element == typeof(string))
                yield return $"{type.Name}.{property.Name}";
            else if (element is { IsClass: true } && element.Assembly == type.Assembly)
                foreach (var found in Walk(element, seen))
                    yield return found;
        }
    }

    private static Type ElementOf(Type type) =>
        type != typeof(string) && type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is { } list
            ? list.GenericTypeArguments[0]
            : type;

    private sealed record Outer(string Word, Inner One, IReadOnlyList<Inner> More);

    private sealed record Inner(string Word, IReadOnlyList<string> Words, GuardedText Text, int Number);
}
