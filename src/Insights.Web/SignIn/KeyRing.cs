using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;
using Insights.Core.Data;
using Insights.Core.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Insights.Web.SignIn;

/// <summary>Keeps the keys that cookies and stored secrets are encrypted with in the database, so that they move with what they encrypt.</summary>
internal sealed class KeyRing(IDbContextFactory<InsightsDb> contexts, IWriteGate gate) : IXmlRepository
{
    /// <summary>The platform makes a key beside the writers; should one of them wait for it, both let go after this.</summary>
    private static readonly TimeSpan GateLimit = TimeSpan.FromSeconds(10);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.ProtectionKeys.AsNoTracking().OrderBy(k => k.Name).Select(k => k.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var turn = TakeTurn();
        using var db = contexts.CreateDbContext();
        db.Add(ProtectionKey.Keep(friendlyName, element.ToString(SaveOptions.DisableFormatting)));
        db.SaveChanges();
    }

    /// <summary>
    /// Takes over the key files of an earlier version: those that the database does not have yet, all of them or, where one
    /// of them cannot be read, none.
    /// </summary>
    /// <returns>How many were taken over.</returns>
    /// <exception cref="InvalidDataException">A file is no key; the message names it.</exception>
    public int Import(string folder)
    {
        if (!Directory.Exists(folder))
            return 0;
        var files = Directory.EnumerateFiles(folder, "*.xml").Where(f => Path.GetFileName(f) is var name
            && (name.StartsWith("key-", StringComparison.Ordinal) || name.StartsWith("revocation-", StringComparison.Ordinal))).Order(StringComparer.Ordinal).ToList();
        using var turn = TakeTurn();
        using var db = contexts.CreateDbContext();
        var known = db.ProtectionKeys.Select(k => k.Name).ToHashSet(StringComparer.Ordinal);
        List<ProtectionKey> found = [.. files.Where(file => !known.Contains(Path.GetFileNameWithoutExtension(file))).Select(Read)];
        db.AddRange(found);
        db.SaveChanges();
        return found.Count;
    }

    private IDisposable TakeTurn()
    {
        using var limit = new CancellationTokenSource(GateLimit);
        return gate.EnterAsync(limit.Token).AsTask().GetAwaiter().GetResult();
    }

    private static ProtectionKey Read(string file)
    {
        try
        {
            return ProtectionKey.Keep(Path.GetFileNameWithoutExtension(file), XElement.Load(file).ToString(SaveOptions.DisableFormatting));
        }
        catch (Exception fault) when (fault is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{Path.GetFileName(file)} in the folder keys beside the database cannot be read as a key. Repair it from a backup, or move it away if nothing that it sealed is needed.");
        }
    }
}

internal static class KeyRingServices
{
    /// <param name="services">The services of the process.</param>
    /// <param name="certificate">What the keys are encrypted with in turn; without it, whoever reads the database has them.</param>
    public static void AddKeyRing(this IServiceCollection services, X509Certificate2? certificate)
    {
        services.AddSingleton<KeyRing>();
        var protection = services.AddDataProtection().SetApplicationName("Insights");
        if (certificate is not null)
            protection.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate(certificate);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<KeyRing>()));
    }
}
