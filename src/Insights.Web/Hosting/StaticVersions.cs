using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace Insights.Web.Hosting;

/// <summary>Addresses of our files that change with what is in them, so that a browser may keep each for good.</summary>
/// <remarks>What the files hold is read once. Safe to share.</remarks>
internal sealed class StaticVersions(IWebHostEnvironment environment)
{
    private const string Name = "v";
    private const string ForGood = "public, max-age=31536000, immutable";

    private readonly Lazy<Dictionary<string, string>> _versions = new(() => VersionsOf(environment.WebRootFileProvider, ""));

    /// <summary>The address to put into a page.</summary>
    public string At(string path) => _versions.Value.TryGetValue(path, out var version) ? $"{path}?{Name}={version}" : path;

    /// <summary>How long an answer with this file may be kept: for good under its present address, else until it is asked for again.</summary>
    public string CacheControlOf(HttpRequest request) =>
        _versions.Value.TryGetValue(request.Path.Value ?? "", out var version) && request.Query[Name] == version ? ForGood : "no-cache";

    private static Dictionary<string, string> VersionsOf(IFileProvider files, string folder)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files.GetDirectoryContents(folder))
        {
            var path = $"{folder}/{file.Name}";
            if (file.IsDirectory)
            {
                foreach (var (inner, version) in VersionsOf(files, path))
                    versions[inner] = version;
                continue;
            }

            using var content = file.CreateReadStream();
            versions[path] = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        }

        return versions;
    }
}

/// <summary>Serves our files.</summary>
internal static class VersionedFiles
{
    public static IApplicationBuilder UseVersionedFiles(this WebApplication app)
    {
        var versions = app.Services.GetRequiredService<StaticVersions>();
        return app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = versions.CacheControlOf(file.Context.Request),
        });
    }
}
