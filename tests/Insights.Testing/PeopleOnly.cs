namespace Insights.Testing;

/// <summary>The demo's people and policy in a folder of their own, and no report.</summary>
public static class PeopleOnly
{
    /// <summary>Writes the catalogue; only for test projects that reference Insights.Web, whose seed then lies beside the tests.</summary>
    /// <returns>Where it lies.</returns>
    public static string Catalogue(string folder)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "seed");
        var catalogue = Path.Combine(folder, "seed");
        Directory.CreateDirectory(Path.Combine(catalogue, "demo", "gaps"));
        foreach (var file in new[] { "policies.json", "lists.json", "vocabulary.json", Path.Combine("demo", "personas.json") })
            File.Copy(Path.Combine(shipped, file), Path.Combine(catalogue, file));
        File.WriteAllText(Path.Combine(catalogue, "demo", "unlinked.json"), """{ "unlinkedReports": [] }""");
        File.WriteAllText(Path.Combine(catalogue, "demo", "allowed.json"), """{ "allowed": [] }""");
        File.WriteAllText(Path.Combine(catalogue, "demo", "operations.json"), """{ "operations": [] }""");
        File.WriteAllText(Path.Combine(catalogue, "demo", "contact.json"), """{ "watches": [], "ratings": [] }""");
        File.WriteAllText(Path.Combine(catalogue, "demo", "scenarios.json"), """{ "scenarios": [] }""");
        File.WriteAllText(Path.Combine(catalogue, "demo", "calibration.json"), """{ "rounds": [] }""");
        File.WriteAllText(Path.Combine(catalogue, "demo", "queue.json"), """{ "labels": [], "views": [] }""");
        File.WriteAllText(Path.Combine(catalogue, "demo", "consumers.json"), """{ "consumers": [] }""");
        return catalogue;
    }
}
