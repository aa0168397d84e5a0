using Insights.Core.Identity;
using Insights.Web.Pages.Shared;
using Insights.Web.SignIn;

namespace Insights.Web.Pages.SignIn;

/// <summary>The page on which a demo persona is chosen; the choice itself is taken by <see cref="DemoSignIn"/>.</summary>
internal static class SignInPages
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/sign-in", async (Personas personas, KnownPages pages, string? returnTo, string? unknown) =>
            Page.Of<SignInPage>(new SignInModel(await personas.AllAsync(), pages.Or(returnTo), unknown is not null)));
}

/// <summary>What the sign-in page shows.</summary>
/// <param name="People">The personas.</param>
/// <param name="ReturnTo">Where to go afterwards.</param>
/// <param name="Unknown">Whether the last choice was refused.</param>
public sealed record SignInModel(IReadOnlyList<Actor> People, string ReturnTo, bool Unknown)
{
    private static readonly Roles[] Order =
        [Roles.Specialist, Roles.TriageLead, Roles.PolicyOwner, Roles.PolicyApprover, Roles.Consumer, Roles.PrivacySteward, Roles.Auditor];

    /// <summary>The personas by the first of their roles.</summary>
    public IEnumerable<IGrouping<Roles, Actor>> Groups => People
        .Where(p => p.Id != Core.Data.PersonId.System)
        .GroupBy(p => Order.FirstOrDefault(r => (p.Roles & r) != 0))
        .OrderBy(g => Array.IndexOf(Order, g.Key) is var i && i < 0 ? Order.Length : i);

    public static string Purpose(Roles role) => role switch
    {
        Roles.Specialist => "files gaps found in escalations and appeals, and answers questions",
        Roles.TriageLead => "links reports to gaps, claims new gaps, asks and declines",
        Roles.PolicyOwner => "assesses gaps, proposes decisions and carries them out",
        Roles.PolicyApprover => "approves decisions that somebody else proposed",
        Roles.Consumer => "reads the feed for a classifier or a decision tree",
        Roles.PrivacySteward => "settles withheld texts, keeps the allow-list, erases together with a second one",
        Roles.Auditor => "reads what is recorded and writes nothing",
        _ => "reads and keeps records",
    };
}
