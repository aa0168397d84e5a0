using Insights.Core.Cases;

namespace Insights.Web.Hosting;

/// <summary>Everything that can be configured, under <c>Insights:</c>; read once at start, and refused with the name of the bad key.</summary>
public sealed record InsightsSettings
{
    /// <summary>The SQLite file, from the working folder.</summary>
    public required string DatabasePath { get; init; }

    /// <summary>Folder of policies.json, lists.json and vocabulary.json.</summary>
    public required string CatalogueFolder { get; init; }

    /// <summary>Demo data and demo sign-in; only in Development, only on loopback.</summary>
    public required bool Demo { get; init; }

    /// <summary>How case ids become references.</summary>
    public required CaseScheme Cases { get; init; }

    public string? AutoMapperLicenseKey { get; init; }

    /// <exception cref="InvalidDataException">A setting is missing or wrong; the message names its key.</exception>
    public static InsightsSettings Read(IConfiguration configuration, bool development)
    {
        var section = configuration.GetSection("Insights");
        var demo = section.GetValue("Demo", false);
        if (demo && !development)
            throw new InvalidDataException("Insights:Demo is only for the Development environment: demo sign-in asks nobody for a password.");
        if (!development)
            throw new InvalidDataException("This version signs people in by demo persona only, so it starts in the Development environment only. Set ASPNETCORE_ENVIRONMENT=Development.");

        return new InsightsSettings
        {
            DatabasePath = Needed(section, "Database:Path"),
            CatalogueFolder = FolderOf(Needed(section, "Catalogue")),
            Demo = demo,
            Cases = CaseSettings.Read(configuration, development),
            AutoMapperLicenseKey = section["AutoMapper:LicenseKey"],
        };
    }

    private static string Needed(IConfigurationSection section, string key) =>
        section[key] is { Length: > 0 } value ? value : throw new InvalidDataException($"Insights:{key} is not set.");

    /// <summary>A relative folder is looked for beside the program, where the build puts the catalogue that ships.</summary>
    private static string FolderOf(string folder) => Path.IsPathRooted(folder) ? folder : Path.Combine(AppContext.BaseDirectory, folder);
}
