using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Policies;
using Insights.Core.Wellbeing;
using Insights.Testing;

namespace Insights.Core.Tests.Support;

/// <summary>The commands of settings, breaks and the catalogue that people keep.</summary>
internal static class WellbeingActs
{
    public static IReadOnlyList<Act> All { get; } =
    [
        Act.Of<SetMySettings, MySettingsView>("SetMySettings", SomePeople.Specialist, _ => Task.FromResult<Func<string?, SetMySettings>>(
            _ => new SetMySettings(0, true, Density.Compact, true, false, ColourScheme.Dark, true, new QuietHoursForm("18:00", "08:00", "Europe/Dublin", [Weekday.Friday])))),
        Act.Of<TakeABreak, OperationView>("TakeABreak", SomePeople.Lead, async d =>
        {
            await d.GapInAsync(GapState.Triage);
            await d.GapInAsync(GapState.Triage);
            return key => new TakeABreak(key);
        }),
        Act.Of<TakeClaimsBack, OperationView>("TakeClaimsBack", SomePeople.Lead, async d =>
        {
            await d.GapInAsync(GapState.Triage);
            var taken = await d.SendAsync(SomePeople.Lead, new TakeABreak(null));
            return key => new TakeClaimsBack(taken.Id.Value, key);
        }),
        Act.Of<PublishClause, PolicyClauseView>("PublishClause_adds", SomePeople.Owner, d => Task.FromResult<Func<string?, PublishClause>>(
            _ => new PublishClause("CS-3.1", 0, "appeals", "Who may appeal", "Whoever a decision concerns may appeal it.", d.Day(0)))),
        Act.Of<PublishClause, PolicyClauseView>("PublishClause_renews", SomePeople.Owner, d => Task.FromResult<Func<string?, PublishClause>>(
            _ => new PublishClause("CS-2.1", 1, null, "Clause CS-2.1", "A decision may be appealed twice.", d.Day(10)))),
        Act.Of<RetireClause, PolicyClauseView>("RetireClause", SomePeople.Owner, _ => Task.FromResult<Func<string?, RetireClause>>(
            _ => new RetireClause("CS-1.1", 2, "Another clause says it better."))),
        Act.Of<KeepCode, CodeView>("KeepCode_adds", SomePeople.Owner, _ => Task.FromResult<Func<string?, KeepCode>>(_ => new KeepCode(CodeList.Language, "ga", 0, "Irish"))),
        Act.Of<KeepCode, CodeView>("KeepCode_renames", SomePeople.Owner, _ => Task.FromResult<Func<string?, KeepCode>>(_ => new KeepCode(CodeList.Area, "appeals", 1, "Appeals and reviews"))),
    ];

    public static IReadOnlyList<Actor> AllowedTo(Act act) => act.Name switch
    {
        "SetMySettings" => [.. SomePeople.All.Except([act.By])],
        "PublishClause_adds" or "PublishClause_renews" or "RetireClause" or "KeepCode_adds" or "KeepCode_renames" => [SomePeople.OwnerAndApprover, SomePeople.Administrator],
        _ => [],
    };
}
