using Insights.Core.Administration;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Testing;
using MediatR;

namespace Insights.Core.Tests.Support;

/// <summary>Every command about people's accounts and sessions, and short ways to them.</summary>
internal static class PeopleActs
{
    public const string Issuer = "https://login.example.com/";

    public static IReadOnlyList<Act> All { get; } =
    [
        Of<SignInByProvider, OpenedSession>("SignInByProvider_first", Actor.System, _ => Task.FromResult(Coming("s-1", Roles.Specialist))),
        Of<SignInByProvider, OpenedSession>("SignInByProvider_again", Actor.System, async d =>
        {
            await d.SendAsync(Actor.System, Coming("s-1", Roles.Specialist));
            return Coming("s-1", Roles.TriageLead);
        }),
        Of<OpenSession, OpenedSession>("OpenSession", Actor.System, _ => Task.FromResult(new OpenSession(SomePeople.Lead.Handle))),
        Of<NoteSessionUse, Done>("NoteSessionUse", Actor.System, async d =>
        {
            var opened = await d.SessionAsync(SomePeople.Lead);
            d.Clock.Advance(TimeSpan.FromMinutes(5));
            return new NoteSessionUse(opened.Id);
        }),
        Of<CloseSession, ClosedSession>("CloseSession", Actor.System, async d => new CloseSession((await d.SessionAsync(SomePeople.Lead)).Id)),
        Of<CloseProviderSessions, Done>("CloseProviderSessions", Actor.System, async d =>
        {
            await d.SendAsync(Actor.System, Coming("s-1", Roles.Specialist));
            return new CloseProviderSessions(Issuer, "s-1", "sid-s-1");
        }),
        Of<EndSessions, Done>("EndSessions", SomePeople.Specialist, async d =>
        {
            await d.SessionAsync(SomePeople.Specialist);
            return new EndSessions(SomePeople.Specialist.Id.Value, null);
        }),
        Of<AssignRoles, AccountView>("AssignRoles", SomePeople.Administrator, async d =>
            new AssignRoles(SomePeople.OtherSpecialist.Id.Value, await d.VersionAsync(SomePeople.OtherSpecialist), [Roles.Specialist, Roles.CalibrationLead])),
        Of<SuspendPerson, AccountView>("SuspendPerson", SomePeople.Administrator, async d =>
        {
            await d.SessionAsync(SomePeople.OtherSpecialist);
            return new SuspendPerson(SomePeople.OtherSpecialist.Id.Value, await d.VersionAsync(SomePeople.OtherSpecialist));
        }),
        Of<RestorePerson, AccountView>("RestorePerson", SomePeople.Administrator, async d =>
        {
            var suspended = await d.SendAsync(SomePeople.Administrator, new SuspendPerson(SomePeople.OtherSpecialist.Id.Value, await d.VersionAsync(SomePeople.OtherSpecialist)));
            return new RestorePerson(suspended.Id.Value, suspended.Version);
        }),
    ];

    /// <summary>Whose roles allow it, besides the one who does it.</summary>
    public static IReadOnlyList<Actor> AllowedTo(Act act) => act.Name is "EndSessions" ? [SomePeople.Administrator] : [];

    public static SignInByProvider Coming(string subject, Roles roles, string? handle = null) => new(Issuer, subject, handle, roles, $"sid-{subject}", SignOutHint: null);

    public static Task<OpenedSession> SessionAsync(this TestDatabase database, Actor person) => database.SendAsync(Actor.System, new OpenSession(person.Handle));

    public static async Task<int> VersionAsync(this TestDatabase database, Actor person) =>
        (await database.SendAsync(SomePeople.Administrator, new AccountById(person.Id.Value))).Version;

    private static Act Of<TRequest, T>(string name, Actor by, Func<TestDatabase, Task<TRequest>> ready) where TRequest : IRequest<Outcome<T>> =>
        Act.Of<TRequest, T>(name, by, async d =>
        {
            var request = await ready(d);
            return _ => request;
        });
}
