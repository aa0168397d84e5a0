using System.Reflection;
using System.Runtime.CompilerServices;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Testing;
using Insights.Testing.Access;
using MediatR;
using Xunit;

namespace Insights.Core.Tests.Pipeline;

/// <summary>Who may send which request: every one is sent by everyone, and what comes of it is what the document says.</summary>
public sealed class AccessTests
{
    private static readonly IReadOnlyList<AccessColumn> Columns = [.. AccessColumn.All, AccessColumn.Product];

    private static readonly IReadOnlyList<(Type Type, Type Answer)> Requests =
    [
        .. from type in typeof(ICommand).Assembly.GetTypes()
           where type is { IsClass: true, IsAbstract: false }
           from contract in type.GetInterfaces()
           where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequest<>) && contract.GetGenericArguments()[0] is { IsGenericType: true } outcome
               && outcome.GetGenericTypeDefinition() == typeof(Outcome<>)
           orderby type.IsAssignableTo(typeof(ICommand)) descending, type.Name
           select (type, contract.GetGenericArguments()[0].GetGenericArguments()[0]),
    ];

    [Fact]
    public async Task Every_request_sent_by_everyone_is_let_through_or_refused_as_documented()
    {
        Assert.True(Requests.Count > 150);
        await using var database = await TestDatabase.CreateAsync(services => services.AddThreshold());
        var callers = await database.CallersAsync();
        Threshold.Close();

        var passed = new HashSet<(Type, AccessColumn)>();
        foreach (var (type, answer) in Requests)
        {
            foreach (var column in Columns)
            {
                var refusal = await SendAsync(database, callers[column], type, answer);
                if (refusal.Message == Threshold.Passed)
                    passed.Add((type, column));
                else
                    Assert.Equal(RefusalCode.NotPermitted, refusal.Code);
                Assert.True(column.Allows(Needed(type)) == passed.Contains((type, column)), $"{type.Name} by {column.Name}");
            }
        }

        var generated = AccessDocument.Table(["request", "kind", "permission"], Columns, Requests.Select(r => (
            (IReadOnlyList<string>)[r.Type.Name, r.Type.IsAssignableTo(typeof(ICommand)) ? "command" : "query", Needed(r.Type)?.ToString() ?? "any who reads"],
            (Func<AccessColumn, bool>)(column => passed.Contains((r.Type, column))))));
        Assert.Equal(AccessDocument.Section("requests", generated), generated);
    }

    [Fact]
    public void Nothing_that_changes_anything_is_opened_by_a_scope_that_only_reads_or_exports()
    {
        var commands = Requests.Where(r => r.Type.IsAssignableTo(typeof(ICommand))).ToList();

        Assert.True(commands.Count > 70);
        foreach (var (type, _) in commands)
            Assert.True(Needed(type) is { } permission && (ScopePermissions.Opening(permission) & (KeyScopes.Read | KeyScopes.Export)) == 0, type.Name);
    }

    [Fact]
    public void Every_permission_is_opened_by_a_scope_or_named_as_one_that_no_program_has()
    {
        Permission[] never =
        [
            Permission.ApproveDecisions, Permission.BypassGaps, Permission.RateReports, Permission.LeadCalibration, Permission.AnswerCalibration, Permission.KeepPrivacy, Permission.TakeEvidence,
            Permission.KeepKeys, Permission.ReadKeys, Permission.KeepConsumers, Permission.KeepPreferences, Permission.KeepOwnSettings, Permission.KeepCatalogue, Permission.WriteCatalogue, Permission.KeepLearning,
            Permission.KeepOwnSessions, Permission.KeepPeople, Permission.ReadPeople, Permission.KeepSessions,
            Permission.KeepTime, Permission.ImportReports, Permission.KeepCaseKeys, Permission.CheckKeys, Permission.SendWebhooks,
        ];

        foreach (var permission in Enum.GetValues<Permission>())
            Assert.Equal(!never.Contains(permission), ScopePermissions.Opening(permission) is not KeyScopes.None);
    }

    [Fact]
    public void A_key_opens_what_both_its_holder_and_its_scopes_open_and_nothing_else()
    {
        foreach (var roles in Enum.GetValues<Roles>())
        {
            for (var scopes = KeyScopes.None; scopes <= (KeyScopes.Read | KeyScopes.Write | KeyScopes.Export); scopes++)
            {
                var actor = SomePeople.Lead with { Roles = roles, KeyId = ApiKeyId.Of("key_00000000000000000000000001"), Scopes = scopes };
                Assert.All(Enum.GetValues<Permission>(), p => Assert.Equal(roles.May(p) && (ScopePermissions.Opening(p) & scopes) != 0, actor.May(p)));
            }
        }
    }

    private static Permission? Needed(Type request) => request.GetCustomAttribute<RequiresAttribute>()?.Permission;

    private static Task<Refusal> SendAsync(TestDatabase database, Actor? actor, Type request, Type answer) =>
        (Task<Refusal>)typeof(AccessTests).GetMethod(nameof(SendOneAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(answer).Invoke(null, [database, actor, RuntimeHelpers.GetUninitializedObject(request)])!;

    private static async Task<Refusal> SendOneAsync<T>(TestDatabase database, Actor? actor, IRequest<Outcome<T>> request) =>
        Assert.Single((await database.TryAsync(actor, request)).Refusals);
}
