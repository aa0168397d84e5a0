using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Identity;
using Insights.Core.Policies;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;

namespace Insights.GraphQL.Fields;

/// <summary>Who published a version of a clause.</summary>
[FieldsOf(typeof(ClauseVersionView))]
internal static class ClauseVersionFields
{
    /// <summary>Who published it; null for what came with the organisation's files, and for whoever reads no gaps and keeps no catalogue.</summary>
    public static IDataLoaderResult<PersonView?>? By([FromSource] ClauseVersionView version, [FromServices] Loaders loaders) =>
        version.By is { } person ? loaders.People.Load(person) : null;
}

/// <summary>Who retired a clause.</summary>
[FieldsOf(typeof(ClauseRetirementView))]
internal static class ClauseRetirementFields
{
    /// <summary>Who retired it.</summary>
    public static IDataLoaderResult<PersonView?> By([FromSource] ClauseRetirementView retirement, [FromServices] Loaders loaders) => loaders.People.Load(retirement.By);
}

/// <summary>Who named a code.</summary>
[FieldsOf(typeof(CodeView))]
internal static class CodeFields
{
    /// <summary>Who added it or named it last; null for what came with the organisation's files, and for whoever reads no gaps and keeps no catalogue.</summary>
    public static IDataLoaderResult<PersonView?>? By([FromSource] CodeView code, [FromServices] Loaders loaders) => code.By is { } person ? loaders.People.Load(person) : null;
}

/// <summary>Who had given a code its earlier name.</summary>
[FieldsOf(typeof(EarlierLabel))]
internal static class EarlierLabelFields
{
    /// <summary>Who had given it; null for what came with the organisation's files.</summary>
    public static IDataLoaderResult<PersonView?>? By([FromSource] EarlierLabel earlier, [FromServices] Loaders loaders) => earlier.By is { } person ? loaders.People.Load(person) : null;
}
