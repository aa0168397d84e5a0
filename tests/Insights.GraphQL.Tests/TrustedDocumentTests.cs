using System.Text.Json;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Running;
using Insights.Testing;
using Insights.Transport;

namespace Insights.GraphQL.Tests;

public sealed class TrustedDocumentTests : IDisposable
{
    private const string Own = "query Mine { viewer { handle } }";

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n" };

    private readonly string _folder = Scratch.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_published_list_of_trusted_documents_is_the_one_that_is_served()
    {
        var text = JsonSerializer.Serialize(TrustedDocuments.Ours.ToDictionary(d => d.Name, d => d.Id), Layout) + "\n";
        var file = Path.Combine(SchemaTests.RepositoryRoot(), "schema", "trusted-documents.json");
        if (Environment.GetEnvironmentVariable("INSIGHTS_UPDATE_SCHEMA") == "1")
            await File.WriteAllTextAsync(file, text);

        Assert.True(File.Exists(file) && await File.ReadAllTextAsync(file) == text,
            "schema/trusted-documents.json does not hold the ids of schema/documents. Run the tests once with INSIGHTS_UPDATE_SCHEMA=1.");
        Assert.Equal(
            Directory.GetFiles(Path.Combine(SchemaTests.RepositoryRoot(), "schema", "documents"), "*.graphql").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal),
            TrustedDocuments.Ours.Select(d => d.Name));
    }

    [Fact]
    public async Task A_trusted_document_is_run_by_its_id()
    {
        await using var api = await Api.CreateAsync();
        var page = await AskAsync(api, SomePeople.Consumer, "ReadFeed", """{"first": 5}""");

        Assert.Equal(JsonValueKind.Array, page.At("data", "feed", "events").ValueKind);
        var following = Named("FeedTail");
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(api.Database.Services);
        Assert.IsType<OperationOutcome.Streaming>(await api.Runner.StartAsync(following, new OperationCaller(Api.PrincipalOf(SomePeople.Consumer), scope.ServiceProvider), default));
    }

    [Fact]
    public async Task Being_trusted_gives_nobody_a_permission_and_frees_nobody_from_a_limit()
    {
        await using var api = await Api.CreateAsync(limits: new GraphQLLimits { MaxCost = 100, BudgetCapacity = 1000 });

        Assert.Equal(ErrorCodes.NotPermitted, (await AskAsync(api, SomePeople.Specialist, "ReadFeed", "{}")).Code());
        Assert.Equal(ErrorCodes.Unauthenticated, (await AskAsync(api, null, "ReadFeed", "{}")).Code());
        Assert.Equal(ErrorCodes.CostExceeded, (await AskAsync(api, SomePeople.Consumer, "ReadFeed", """{"first": 500}""")).Code());
        Assert.Equal(ErrorCodes.VariableInvalid, (await AskAsync(api, SomePeople.Consumer, "ReadFeed", """{"first": "many"}""")).Code());
    }

    [Fact]
    public async Task An_unknown_id_is_refused()
    {
        await using var api = await Api.CreateAsync();
        var outcome = await api.StartAsync(SomePeople.Lead, new OperationRequest("") { DocumentId = TrustedDocument.IdOf(Own) });
        Assert.Equal(ErrorCodes.DocumentUnknown, JsonElement.Parse(Assert.IsType<OperationOutcome.Refused>(outcome).Json.Span).Code());
    }

    [Fact]
    public async Task An_operators_own_documents_are_trusted_besides()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "Mine.graphql"), Own);
        await File.WriteAllTextAsync(Path.Combine(_folder, "readme.txt"), "not a document");
        await using var api = await Api.CreateAsync(limits: new GraphQLLimits { AdHocDocuments = AdHocDocuments.Nobody, TrustedDocuments = _folder });

        var byId = await api.StartAsync(SomePeople.Lead, new OperationRequest("") { DocumentId = TrustedDocument.IdOf(Own) });
        Assert.IsType<OperationOutcome.Answered>(byId);
        // The same text is the same document.
        Assert.Null((await api.AskAsync(SomePeople.Lead, Own)).Code());
        Assert.Contains(api.Log.Lines, line => line.Contains("Mine ran at cost 2", StringComparison.Ordinal));
        Assert.Equal(ErrorCodes.DocumentUntrusted, (await api.AskAsync(SomePeople.Lead, Own + " ")).Code());
    }

    [Theory]
    [InlineData(AdHocDocuments.Everyone, true, true, true)]
    [InlineData(AdHocDocuments.Programs, false, false, true)]
    [InlineData(AdHocDocuments.Nobody, false, false, false)]
    public async Task Documents_of_ones_own_are_for_those_whom_the_setting_names(AdHocDocuments adHoc, bool anyone, bool person, bool program)
    {
        await using var api = await Api.CreateAsync(limits: new GraphQLLimits { AdHocDocuments = adHoc });
        var key = SomePeople.Consumer with { KeyId = ApiKeyId.Of("key_00000000000000000000000001"), Scopes = KeyScopes.Read };

        Assert.Equal(anyone ? null : ErrorCodes.DocumentUntrusted, (await api.AskAsync(null, "{ __typename }")).Code());
        Assert.Equal(person ? null : ErrorCodes.DocumentUntrusted, (await api.AskAsync(SomePeople.Lead, Own)).Code());
        Assert.Equal(program ? null : ErrorCodes.DocumentUntrusted, (await api.AskAsync(key, Own)).Code());
        // One that came with an access token has scopes and no key.
        Assert.Equal(program ? null : ErrorCodes.DocumentUntrusted, (await api.AskAsync(key with { KeyId = null }, Own)).Code());
    }

    [Theory]
    [InlineData("{ nothing }", "does not fit the schema")]
    [InlineData("{ viewer {", "is not GraphQL")]
    [InlineData("fragment f on Gap { id }", "does not fit the schema")]
    public async Task A_document_that_cannot_be_served_stops_the_start_and_is_named(string text, string why)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "Broken.graphql"), text);
        await using var api = await Api.CreateAsync(limits: new GraphQLLimits { TrustedDocuments = _folder });

        var fault = Assert.Throws<InvalidDataException>(() => api.Runner);
        Assert.Contains("Broken.graphql", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    private static OperationRequest Named(string name) => new("") { DocumentId = TrustedDocuments.Ours.Single(d => d.Name == name).Id };

    private static async Task<JsonElement> AskAsync(Api api, Actor? actor, string name, string variables) =>
        await api.StartAsync(actor, Named(name) with { Variables = JsonElement.Parse(variables) }) switch
        {
            OperationOutcome.Answered answered => JsonElement.Parse(answered.Json.Span),
            OperationOutcome.Refused refused => JsonElement.Parse(refused.Json.Span),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
}
