using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Identity;
using Insights.Core.Stewardship;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;

namespace Insights.GraphQL.Fields;

/// <summary>Who stands behind an entry of the allow-list.</summary>
[FieldsOf(typeof(AllowedStringView))]
internal static class AllowedStringFields
{
    /// <summary>Who allowed it.</summary>
    public static IDataLoaderResult<PersonView?> AddedBy([FromSource] AllowedStringView entry, [FromServices] Loaders loaders) => loaders.People.Load(entry.AddedBy);

    /// <summary>Who ended it; empty while it passes.</summary>
    public static IDataLoaderResult<PersonView?>? EndedBy([FromSource] AllowedStringView entry, [FromServices] Loaders loaders) =>
        entry.EndedBy is { } person ? loaders.People.Load(person) : null;
}

/// <summary>Who settled a withheld text.</summary>
[FieldsOf(typeof(WithheldTextView))]
internal static class WithheldTextFields
{
    /// <summary>Who settled it.</summary>
    public static IDataLoaderResult<PersonView?>? SettledBy([FromSource] WithheldTextView text, [FromServices] Loaders loaders) =>
        text.SettledBy is { } person ? loaders.People.Load(person) : null;
}

/// <summary>Who stands behind an erasure.</summary>
[FieldsOf(typeof(ErasureView))]
internal static class ErasureFields
{
    /// <summary>Who asked for it.</summary>
    public static IDataLoaderResult<PersonView?> RequestedBy([FromSource] ErasureView erasure, [FromServices] Loaders loaders) => loaders.People.Load(erasure.RequestedBy);

    /// <summary>Who decided; never who asked, unless it was taken back.</summary>
    public static IDataLoaderResult<PersonView?>? ReviewedBy([FromSource] ErasureView erasure, [FromServices] Loaders loaders) =>
        erasure.ReviewedBy is { } person ? loaders.People.Load(person) : null;
}

/// <summary>Who stored what the guard found.</summary>
[FieldsOf(typeof(PassedFindingView))]
internal static class PassedFindingFields
{
    /// <summary>Who wrote it.</summary>
    public static IDataLoaderResult<PersonView?> By([FromSource] PassedFindingView finding, [FromServices] Loaders loaders) => loaders.People.Load(finding.By);
}
