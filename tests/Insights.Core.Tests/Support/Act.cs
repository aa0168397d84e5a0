using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Testing;
using MediatR;

namespace Insights.Core.Tests.Support;

/// <summary>What came back, whatever its type.</summary>
internal sealed record Sent(IReadOnlyList<Refusal> Refusals, object? Answer)
{
    public bool Refused => Refusals.Count > 0;

    public RefusalCode? Code => Refused ? Refusals[0].Code : null;
}

/// <summary>Sends one prepared request as somebody, or as nobody; with a key where the request takes one.</summary>
internal delegate Task<Sent> Attempt(Actor? by, string? key = null);

/// <summary>One command in a situation in which it is granted.</summary>
/// <param name="Name">Name of the situation.</param>
/// <param name="By">Who is granted it.</param>
/// <param name="Request">The type of the command.</param>
/// <param name="Ready">Brings the situation about.</param>
internal sealed record Act(string Name, Actor By, Type Request, Func<TestDatabase, Task<Attempt>> Ready)
{
    public bool TakesKey => Request.IsAssignableTo(typeof(IRepeatable));

    public static Act Of<TRequest, T>(string name, Actor by, Func<TestDatabase, Task<Func<string?, TRequest>>> ready)
        where TRequest : IRequest<Outcome<T>> =>
        new(name, by, typeof(TRequest), async database =>
        {
            var request = await ready(database);
            return async (actor, key) =>
            {
                var outcome = await database.TryAsync(actor, request(key));
                return new Sent(outcome.Refusals, outcome.Refused ? null : outcome.Value);
            };
        });
}
