using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;

namespace Insights.GraphQL.Fields;

/// <summary>Who had a version made.</summary>
[FieldsOf(typeof(LookAlikeModelView))]
internal static class LookAlikeModelFields
{
    /// <summary>Who had it made; the product itself where it learned by its schedule.</summary>
    public static IDataLoaderResult<PersonView?> TrainedBy([FromSource] LookAlikeModelView model, [FromServices] Loaders loaders) => loaders.People.Load(model.TrainedBy);
}
