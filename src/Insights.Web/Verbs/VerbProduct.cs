using Insights.Core.Cases;
using Insights.Privacy;
using Insights.Web.Hosting;

namespace Insights.Web.Verbs;

/// <summary>How a verb reaches the product: as much of it as the verb needs, and no more.</summary>
/// <param name="settings">Settings that come before those of files and environment, as <c>--Insights:KEY=VALUE</c>.</param>
internal sealed class VerbProduct(string[] settings)
{
    // A verb's standard output is its result, so the log goes to standard error.
    private readonly string[] _arguments = [.. settings, "--Logging:Console:LogToStandardErrorThreshold=Trace"];

    /// <summary>Only the settings; no web, no database.</summary>
    /// <exception cref="InvalidDataException">A setting is missing or wrong; the message names its key.</exception>
    public CaseScheme CaseReferences()
    {
        var builder = WebApplication.CreateBuilder(_arguments);
        return CaseSettings.Read(builder.Configuration, builder.Environment.IsDevelopment());
    }

    /// <summary>The guard as configured, or as it comes; no web, no database, and no other setting is looked at.</summary>
    /// <exception cref="InvalidDataException">A setting is wrong; the message names its key.</exception>
    public Guard Guard() => InsightsSettings.ReadGuard(WebApplication.CreateBuilder(_arguments).Configuration);

    /// <summary>Where the database and what vouches for its audit log are, as far as it is configured; nothing is opened.</summary>
    /// <exception cref="InvalidDataException">A setting is missing or wrong; the message names its key.</exception>
    public (string DatabasePath, AuditSettings Audit) Audit()
    {
        var builder = WebApplication.CreateBuilder(_arguments);
        var path = builder.Configuration["Insights:Database:Path"] is { Length: > 0 } set ? set : throw new InvalidDataException("Insights:Database:Path is not set.");
        return (path, AuditSettings.Read(builder.Configuration, builder.Environment.IsDevelopment(), path));
    }

    /// <summary>The product as the web process prepares it, database and all, but serving nothing.</summary>
    /// <exception cref="InvalidDataException">A setting or the catalogue is wrong.</exception>
    /// <exception cref="Storage.Sqlite.DatabaseInUseException">A running process has the database.</exception>
    public async Task<WebApplication> OpenAsync(CancellationToken ct)
    {
        var app = InsightsApp.Build(_arguments);
        try
        {
            await app.PrepareAsync(ct);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
