using System.Globalization;
using Insights.Core.Cases;
using Insights.Privacy;

namespace Insights.Web.Hosting;

/// <summary>Reads <c>Insights:CaseReferences</c>: tenant, key ring and sources. Whatever is wrong stops the start and is named, never shown.</summary>
internal static class CaseSettings
{
    private const string At = "Insights:CaseReferences";

    /// <summary>Check value of the sample key of appsettings.Development.json, which everybody can read.</summary>
    private const string SampleKey = "65833B";

    /// <exception cref="InvalidDataException">A setting is missing or wrong; the message names its key.</exception>
    public static CaseScheme Read(IConfiguration configuration, bool development)
    {
        var section = configuration.GetSection(At);
        if (section["Tenant"] is not { Length: > 0 } tenant)
            throw new InvalidDataException($"{At}:Tenant is not set.");
        return new CaseScheme(tenant, RingOf(section.GetSection("Keys"), development), SourcesOf(section.GetSection("Sources")));
    }

    private static CaseKeyRing RingOf(IConfigurationSection section, bool development)
    {
        var keys = section.GetChildren().Select((child, i) => KeyOf(child, i, development)).ToList();
        if (keys.Count == 0)
            throw new InvalidDataException($"{section.Path} names no key.");
        if (keys.DistinctBy(k => k.Id).Count() != keys.Count)
            throw new InvalidDataException($"{section.Path} gives two keys the same Id.");
        if (keys.Where(k => k.State is CaseKeyState.Active).ToList() is not [{ Key: { } active }])
            throw new InvalidDataException($"{section.Path} needs exactly one key whose State is active.");
        return new CaseKeyRing(
            active,
            [.. keys.Where(k => k.State is CaseKeyState.VerifyOnly).Select(k => k.Key!)],
            [.. keys.Where(k => k.State is CaseKeyState.Retired).Select(k => k.Id)]);
    }

    private static (int Id, CaseKeyState State, CaseKey? Key) KeyOf(IConfigurationSection child, int place, bool development)
    {
        if (!int.TryParse(child["Id"], CultureInfo.InvariantCulture, out var id))
            throw new InvalidDataException($"{child.Path}:Id is not a whole number.");
        var state = StateOf(child, place);
        if (state is CaseKeyState.Retired)
        {
            return string.IsNullOrEmpty(child["Secret"])
                ? (id, state, null)
                : throw new InvalidDataException($"{child.Path}:Secret is set, but the key is retired: destroy the secret and leave it out.");
        }

        if (child["Secret"] is not { Length: > 0 } secret)
            throw new InvalidDataException($"{child.Path}:Secret is not set.");
        var key = Checked(child.Path, () => new CaseKey(id, BytesOf(secret, child.Path)));
        if (!development && key.Has(SampleKey))
            throw new InvalidDataException($"{child.Path}:Secret is the sample key of Development, which is no secret. Make one of your own: 32 random bytes in base64.");
        return (id, state, key);
    }

    /// <summary>Left out, the first key is active and the others are verify-only.</summary>
    private static CaseKeyState StateOf(IConfigurationSection child, int place) => child["State"] switch
    {
        null or "" => place == 0 ? CaseKeyState.Active : CaseKeyState.VerifyOnly,
        var state when Enum.GetValues<CaseKeyState>().Where(s => string.Equals(s.ToString(), state, StringComparison.OrdinalIgnoreCase)).ToList() is [var known] => known,
        _ => throw new InvalidDataException($"{child.Path}:State is none of active, verifyOnly and retired."),
    };

    private static byte[] BytesOf(string base64, string path)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            // Without the fault, whose words may hold a part of the secret.
            throw new InvalidDataException($"{path}:Secret is not base64.");
        }
    }

    private static List<CaseSource> SourcesOf(IConfigurationSection section)
    {
        var sources = section.GetChildren()
            .Select(child => Checked(child.Path, () => new CaseSource(child["Code"]!, child["Label"] ?? child["Code"]!, child["Pattern"]))).ToList();
        if (sources.DistinctBy(s => s.Code).Count() != sources.Count)
            throw new InvalidDataException($"{section.Path} gives two sources the same Code.");
        return sources.Count > 0 ? sources : [new CaseSource(CaseScheme.UsualSource, "Case system")];
    }

    /// <summary>What the library refuses, named by the setting it came from.</summary>
    private static T Checked<T>(string path, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"{path}: {fault.Message}", fault);
        }
    }
}
