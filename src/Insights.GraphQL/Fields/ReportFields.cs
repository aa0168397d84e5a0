using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>What a report leads to.</summary>
[FieldsOf(typeof(ReportView), nameof(ReportView.AuthorId))]
internal static class ReportFields
{
    /// <summary>Who wrote it.</summary>
    public static IDataLoaderResult<PersonView?> Author([FromSource] ReportView report, [FromServices] Loaders loaders) => loaders.People.Load(report.AuthorId);

    /// <summary>The gap it is linked to.</summary>
    public static IDataLoaderResult<GapView?> Gap([FromSource] ReportView report, [FromServices] Loaders loaders) => loaders.GapsOfReports.Load(report.Id);

    /// <summary>How complete it is.</summary>
    public static Completeness Completeness([FromSource] ReportView report) => Core.Reports.Completeness.Of(report.Content);

    /// <summary>All its revisions, oldest first.</summary>
    [Needs(typeof(RevisionsOf))]
    public static Task<List<ReportRevisionView>> RevisionsAsync([FromSource] ReportView report, [FromServices] IMediator mediator, CancellationToken ct) =>
        mediator.AskAsync(new RevisionsOf(report.Id), ct);
}

/// <summary>What is said of a look-alike leads to the gap.</summary>
[FieldsOf(typeof(DraftAnswer), nameof(DraftAnswer.GapId))]
internal static class DraftAnswerFields
{
    /// <summary>The gap; of one that was merged, the one in which it stands now.</summary>
    public static IDataLoaderResult<GapView?> Gap([FromSource] DraftAnswer answer, [FromServices] Loaders loaders) => loaders.Gaps.Load(answer.GapId);
}

/// <summary>A person's roles, each by itself.</summary>
[FieldsOf(typeof(PersonView))]
internal static class PersonFields
{
    /// <summary>What they act as.</summary>
    public static IReadOnlyList<Roles> Roles([FromSource] PersonView person) => person.Roles.Each();

    internal static IReadOnlyList<Roles> Each(this Roles roles) => [.. Enum.GetValues<Roles>().Where(role => role != Core.Identity.Roles.None && roles.HasFlag(role))];
}

/// <summary>Whoever is asking.</summary>
[FieldsOf(typeof(Actor))]
internal static class ViewerFields
{
    /// <summary>What the viewer acts as.</summary>
    public static IReadOnlyList<Roles> Roles([FromSource] Actor viewer) => viewer.Roles.Each();

    /// <summary>What the viewer may do.</summary>
    public static IReadOnlyList<Permission> Permissions([FromSource] Actor viewer) => [.. Enum.GetValues<Permission>().Where(viewer.May)];
}

/// <summary>Who may make a move.</summary>
[FieldsOf(typeof(Transition))]
internal static class TransitionFields
{
    /// <summary>Who may make the move: any of these roles.</summary>
    public static IReadOnlyList<Roles> By([FromSource] Transition move) => move.By.Each();
}

/// <summary>What a remark leads to.</summary>
[FieldsOf(typeof(CommentView))]
internal static class CommentFields
{
    /// <summary>Who wrote it.</summary>
    public static IDataLoaderResult<PersonView?> By([FromSource] CommentView comment, [FromServices] Loaders loaders) => loaders.People.Load(comment.By);
}
