using System.Security.Claims;
using System.Text.Json;
using Insights.Core.Identity;
using Insights.GraphQL.Contract;
using Insights.Testing;
using Insights.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Insights.GraphQL.Tests;

/// <summary>The schema over a database of its own, asked as the transport asks it.</summary>
internal sealed class Api(TestDatabase database, CapturedLog log) : IAsyncDisposable
{
    public TestDatabase Database => database;

    public IOperationRunner Runner => database.Services.GetRequiredService<IOperationRunner>();

    public CapturedLog Log => log;

    /// <summary>The same for every database and limit, and dearer to build than most tests are: built once, as it is once in a process.</summary>
    private static readonly Lazy<InsightsSchema> Schema = new(() => new InsightsSchema(new ServiceCollection().BuildServiceProvider()).Ready());

    public static async Task<Api> CreateAsync(Action<IServiceCollection>? more = null, GraphQLLimits? limits = null)
    {
        var log = new CapturedLog();
        return new(await TestDatabase.CreateAsync(services =>
        {
            services.AddInsightsGraphQL(limits);
            services.AddSingleton(Schema.Value);
            services.AddSingleton<ILoggerFactory>(log);
            more?.Invoke(services);
        }), log);
    }

    /// <summary>With a schema that no other test asks, for those that exchange a part of it.</summary>
    public static Task<Api> WithOwnSchemaAsync(Action<IServiceCollection>? more = null, GraphQLLimits? limits = null) => CreateAsync(
        services =>
        {
            services.AddSingleton<InsightsSchema>();
            more?.Invoke(services);
        },
        limits);

    public static ClaimsPrincipal PrincipalOf(Actor? actor) => actor is null ? new(new ClaimsIdentity()) : new(actor.ToIdentity("test"));

    public static OperationRequest Request(string query, object? variables = null) => new(query)
    {
        Variables = variables is null ? null : JsonSerializer.SerializeToElement(variables, Json.Options),
    };

    public async Task<OperationOutcome> StartAsync(Actor? actor, OperationRequest request)
    {
        await using var scope = database.Services.CreateAsyncScope();
        return await Runner.StartAsync(request, new OperationCaller(PrincipalOf(actor), scope.ServiceProvider), CancellationToken.None);
    }

    /// <summary>The response to a query or mutation, whether it was executed or refused.</summary>
    public async Task<JsonElement> AskAsync(Actor? actor, string query, object? variables = null) => await StartAsync(actor, Request(query, variables)) switch
    {
        OperationOutcome.Answered answered => JsonElement.Parse(answered.Json.Span),
        OperationOutcome.Refused refused => JsonElement.Parse(refused.Json.Span),
        OperationOutcome.Throttled throttled => JsonElement.Parse(throttled.Json.Span),
        var other => throw new InvalidOperationException($"Not an answer: {other.GetType().Name}."),
    };

    /// <summary>The first results of a subscription, read one by one.</summary>
    public async Task<List<(JsonElement Response, string? Cursor)>> FollowAsync(Actor? actor, OperationRequest request, int take)
    {
        await using var scope = database.Services.CreateAsyncScope();
        var outcome = await Runner.StartAsync(request, new OperationCaller(PrincipalOf(actor), scope.ServiceProvider), CancellationToken.None);
        var results = new List<(JsonElement, string?)>();
        await foreach (var result in Assert.IsType<OperationOutcome.Streaming>(outcome).Results)
        {
            results.Add((JsonElement.Parse(result.Json.Span), result.Cursor));
            if (results.Count == take)
                break;
        }

        return results;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}

internal static class Json
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>Follows names and indexes into an answer.</summary>
    public static JsonElement At(this JsonElement element, params object[] path) => path.Aggregate(element, (at, step) =>
        step is int index ? at[index] : at.GetProperty((string)step));

    public static string? Code(this JsonElement response) =>
        response.TryGetProperty("errors", out var errors) ? errors.At(0, "extensions", "code").GetString() : null;
}
