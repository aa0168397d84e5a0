using GraphQL.Types;
using Insights.GraphQL.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.GraphQL.Tests;

public sealed class SchemaTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string Update = "INSIGHTS_UPDATE_SCHEMA";

    [Fact]
    public async Task The_published_schema_is_the_one_that_runs()
    {
        var text = Schema().Text();
        var file = Path.Combine(RepositoryRoot(), "schema", "insights.graphql");
        if (Environment.GetEnvironmentVariable(Update) == "1")
            await File.WriteAllTextAsync(file, text);

        Assert.True(File.Exists(file) && await File.ReadAllTextAsync(file) == text,
            $"schema/insights.graphql is not the schema that runs. Read the difference, then run the tests once with {Update}=1.");
    }

    [Fact]
    public void Everything_in_the_schema_is_described()
    {
        var missing = Schema().AllTypes.Where(type => !OfTheLanguage(type)).SelectMany(Undescribed).ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_type_that_can_be_fetched_again_has_an_id_by_which_it_can()
    {
        Assert.Equal(["Gap", "Operation", "Person", "Report", "SavedView"], Schema().AllTypes.OfType<IObjectGraphType>()
            .Where(type => type.ResolvedInterfaces.Any(i => i.Name == "Node")).Select(type => type.Name).Order());
    }

    private static bool OfTheLanguage(IGraphType type) =>
        type.Name.StartsWith("__", StringComparison.Ordinal) || type is StringGraphType or IntGraphType or FloatGraphType or BooleanGraphType or IdGraphType;

    private static IEnumerable<string> Undescribed(IGraphType type)
    {
        if (string.IsNullOrWhiteSpace(type.Description))
            yield return type.Name;
        foreach (var value in (type as EnumerationGraphType)?.Values.AsEnumerable() ?? [])
        {
            if (string.IsNullOrWhiteSpace(value.Description))
                yield return $"{type.Name}.{value.Name}";
        }

        foreach (var field in (type as IComplexGraphType)?.Fields ?? [])
        {
            if (string.IsNullOrWhiteSpace(field.Description))
                yield return $"{type.Name}.{field.Name}";
            foreach (var argument in field.Arguments?.Where(a => string.IsNullOrWhiteSpace(a.Description)) ?? [])
                yield return $"{type.Name}.{field.Name}({argument.Name})";
        }
    }

    private InsightsSchema Schema() => SchemaOf(shared.Api);

    internal static InsightsSchema SchemaOf(Api api)
    {
        _ = api.Runner;
        return api.Database.Services.GetRequiredService<InsightsSchema>();
    }

    internal static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Insights.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
        return folder.FullName;
    }
}
