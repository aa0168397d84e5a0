using Insights.Core.Administration;
using Insights.Core.Consumers;
using Insights.Core.Identity;

namespace Insights.Testing.Access;

/// <summary>One way to come to the product, as a column of the documented matrix.</summary>
/// <param name="Name">The head of the column.</param>
/// <param name="Roles">The roles that are held; none for whoever is nobody here.</param>
/// <param name="Scopes">What the key is good for; null for a person at a page.</param>
/// <param name="Gone">Whether the key opens nothing any more.</param>
public sealed record AccessColumn(string Name, Roles Roles, KeyScopes? Scopes = null, bool Gone = false)
{
    /// <summary>Somebody who holds every role that a person can hold, so that a key is judged by its scopes alone.</summary>
    public const string Everyone = "everyone";

    /// <summary>Every role that a person can hold.</summary>
    public const Roles EveryRole = Roles.Specialist | Roles.TriageLead | Roles.PolicyOwner | Roles.PolicyApprover | Roles.CalibrationLead | Roles.Consumer
        | Roles.Auditor | Roles.PrivacySteward | Roles.Administrator;

    /// <summary>Whether this column is somebody.</summary>
    public bool IsSignedIn => Roles is not Roles.None && !Gone;

    /// <summary>Whether a permission lets this column through, by what the code declares; null stands for any signed-in caller who reads.</summary>
    public bool Allows(Permission? permission) => IsSignedIn
        && (permission is { } needed ? Roles.May(needed) && (Scopes is not { } scopes || scopes.May(needed)) : Scopes is null or KeyScopes.Read);

    /// <summary>Nobody, each role, and every kind of key.</summary>
    public static IReadOnlyList<AccessColumn> All { get; } =
    [
        new("nobody", Roles.None),
        new("specialist", Roles.Specialist),
        new("triage lead", Roles.TriageLead),
        new("policy owner", Roles.PolicyOwner),
        new("policy approver", Roles.PolicyApprover),
        new("calibration lead", Roles.CalibrationLead),
        new("model team", Roles.Consumer),
        new("auditor", Roles.Auditor),
        new("privacy steward", Roles.PrivacySteward),
        new("administrator", Roles.Administrator),
        new("key: read", EveryRole, KeyScopes.Read),
        new("key: write", EveryRole, KeyScopes.Write),
        new("key: export", EveryRole, KeyScopes.Export),
        new("key expired", EveryRole, KeyScopes.Read | KeyScopes.Write | KeyScopes.Export, Gone: true),
        new("key revoked", EveryRole, KeyScopes.Read | KeyScopes.Write | KeyScopes.Export, Gone: true),
    ];

    /// <summary>The product itself, which comes neither by the API nor by a page.</summary>
    public static AccessColumn Product { get; } = new("product", Roles.System);
}

/// <summary>Everyone of the matrix in a database, signed in as they would be: whoever has a key, by the secret of one that was issued.</summary>
public static class AccessCallers
{
    /// <summary>The actor of each column; null where nobody is let in.</summary>
    public static async Task<IReadOnlyDictionary<AccessColumn, Actor?>> CallersAsync(this TestDatabase database)
    {
        var everyone = (await database.SendAsync(Actor.System, new EnrolPeople([new Enrolment(AccessColumn.Everyone, AccessColumn.EveryRole)])))[AccessColumn.Everyone];
        var secrets = new Dictionary<AccessColumn, string>();
        foreach (var (column, n) in AccessColumn.All.Where(c => c.Scopes is not null).Select((c, n) => (c, n)))
        {
            List<KeyScopes> scopes = [.. new[] { KeyScopes.Read, KeyScopes.Write, KeyScopes.Export }.Where(s => column.Scopes!.Value.HasFlag(s))];
            var issued = await database.SendAsync(everyone, new IssueMyKey(n, column.Name, scopes, database.Day(column.Name is "key expired" ? 0 : 30)));
            secrets[column] = issued.Secret;
            if (column.Name is "key revoked")
                await database.SendAsync(everyone, new RevokeKey(issued.Key.Id.Value));
        }

        database.Clock.Advance(TimeSpan.FromDays(1));
        var callers = new Dictionary<AccessColumn, Actor?> { [AccessColumn.Product] = Actor.System };
        foreach (var column in AccessColumn.All)
        {
            callers[column] = secrets.TryGetValue(column, out var secret)
                ? (await database.TryAsync(Actor.System, new AuthenticateKey(secret))).ValueOrDefault?.Actor
                : SomePeople.All.FirstOrDefault(p => p.Roles == column.Roles);
        }

        return callers;
    }
}
