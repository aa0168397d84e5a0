using System.Text.Json;
using Insights.Core.Identity;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Permissions;
using Insights.Testing.Access;
using Insights.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.GraphQL.Tests;

/// <summary>Who may ask for what: everyone asks for every field of the schema, and what comes of it is what the document says.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private Api _api = null!;
    private IReadOnlyDictionary<AccessColumn, Actor?> _callers = null!;
    private SchemaWalk _walk = null!;

    public async Task InitializeAsync()
    {
        _api = await Api.CreateAsync(services => services.AddThreshold(), new GraphQLLimits { BudgetCapacity = 1_000_000, BudgetPerSecond = 100_000 });
        _callers = await _api.Database.CallersAsync();
        _walk = new SchemaWalk(_api.Database.Services.GetRequiredService<InsightsSchema>().Ready());
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Every_field_of_the_schema_is_let_through_or_refused_as_it_is_marked()
    {
        Threshold.Close();
        var tried = 0;
        foreach (var type in _walk.Types)
        {
            foreach (var way in type.Fields.Select(field => _walk.WayTo(type, field)))
            {
                var document = SchemaWalk.DocumentOf(way);
                foreach (var column in AccessColumn.All)
                    Assert.True(way.All(step => Allows(step, column)) == await PassesAsync(column, document), $"{column.Name}: {document}");
                tried++;
            }
        }

        Assert.Empty(_walk.Unreached);
        Assert.True(tried > 700, $"Only {tried} fields were tried.");
    }

    [Fact]
    public void What_the_schema_asks_for_is_as_documented()
    {
        var operations = Table(["operation", "permission"], _walk.Roots.SelectMany(root => root.Fields.OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(field => (Name: $"{root.Name.ToLowerInvariant()} `{field.Name}`", Access: field.AccessMark()!))));
        var objects = Table(["object", "permission"], _walk.Types.Except(_walk.Roots).Select(type => (type.Name, type.AccessMark()!)));
        var fields = Table(["field", "permission"], _walk.Types.Except(_walk.Roots)
            .SelectMany(type => type.Fields.OrderBy(f => f.Name, StringComparer.Ordinal).Where(f => f.AccessMark() is { } mark && mark != type.AccessMark()).Select(f => ($"{type.Name}.{f.Name}", f.AccessMark()!))));

        Assert.Equal(AccessDocument.Section("operations", operations), operations);
        Assert.Equal(AccessDocument.Section("objects", objects), objects);
        Assert.Equal(AccessDocument.Section("fields", fields), fields);
    }

    [Fact]
    public async Task Whoever_comes_with_a_key_that_is_gone_is_nobody()
    {
        Threshold.Close();
        foreach (var column in AccessColumn.All.Where(c => c.Gone || c.Roles is Roles.None))
            Assert.Equal(ErrorCodes.Unauthenticated, (await _api.AskAsync(_callers[column], "{ viewer { handle } }")).Code());
    }

    private static string Table(IReadOnlyList<string> first, IEnumerable<(string Name, Access Access)> rows) =>
        AccessDocument.Table(first, AccessColumn.All, rows.Select(row => (
            (IReadOnlyList<string>)[row.Name, row.Access.Anyone ? "anyone" : row.Access.Permission?.ToString() ?? (row.Access.ToRead ? "any who reads" : "any signed in")],
            (Func<AccessColumn, bool>)(column => Allows(row.Access, column)))));

    private static bool Allows(SchemaStep step, AccessColumn column) => Allows(step.Field.AccessMark(), column) && Allows(step.Parent.AccessMark(), column);

    private static bool Allows(Access? access, AccessColumn column) => access is null || access.Anyone || (access.Permission is null && !access.ToRead ? column.IsSignedIn : column.Allows(access.Permission));

    /// <summary>Whether a document came past the question who may, both of the schema and of every request of the core that it led to.</summary>
    private async Task<bool> PassesAsync(AccessColumn column, string document)
    {
        var outcome = await _api.StartAsync(_callers[column], Api.Request(document));
        if (outcome is OperationOutcome.Streaming)
            return true;
        var answer = JsonElement.Parse(outcome is OperationOutcome.Answered answered ? answered.Json.Span : Assert.IsType<OperationOutcome.Refused>(outcome).Json.Span);
        var codes = answer.TryGetProperty("errors", out var errors) ? errors.EnumerateArray().Select(e => e.At("extensions", "code").GetString()).ToList() : [];
        if (codes.Any(code => code is ErrorCodes.NotPermitted or ErrorCodes.Unauthenticated))
            return false;
        Assert.True(outcome is OperationOutcome.Answered, $"{document}: {answer.GetRawText()}");
        return !answer.GetRawText().Contains("\"NOT_PERMITTED\"", StringComparison.Ordinal);
    }
}
