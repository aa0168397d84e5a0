using System.Globalization;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Insights.Core.Cases;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Core.Webhooks;
using Insights.Core.Wellbeing;
using Insights.Privacy;
using Insights.Web.Mail;

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

    /// <summary>The company's provider that people sign in by; none only in Development.</summary>
    public SignInSettings? SignIn { get; init; }

    /// <summary>How long sessions last.</summary>
    public required SessionLimits Sessions { get; init; }

    /// <summary>What the keys in the database are encrypted with; without it they lie there as they are.</summary>
    public X509Certificate2? KeyCertificate { get; init; }

    /// <summary>How case ids become references.</summary>
    public required CaseScheme Cases { get; init; }

    /// <summary>What this deployment decides about the guard: the forms of its case ids, the hosts it may cite.</summary>
    public required Guard Guard { get; init; }

    /// <summary>What this deployment decides about learning and automatic linking.</summary>
    public required LearningOptions Learning { get; init; }

    /// <summary>The working days of this deployment, and the targets of the clocks.</summary>
    public required ClockOptions Clocks { get; init; }

    /// <summary>Where the checkpoints of the audit log go, and which key signs them.</summary>
    public required AuditSettings Audit { get; init; }

    /// <summary>The mail server; without one, no digest is sent.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>How this organisation treats its people, unless they say otherwise.</summary>
    public required WellbeingOptions Wellbeing { get; init; }

    /// <summary>What operations of the API may cost and take.</summary>
    public required GraphQLSettings GraphQL { get; init; }

    /// <summary>Most sockets and streams that one reader has open at once.</summary>
    public required int MostStreamsOfOne { get; init; }

    /// <summary>What messages may be sent to besides public hosts over https; only in Development.</summary>
    public required WebhookAllowance Webhooks { get; init; }

    public string? AutoMapperLicenseKey { get; init; }

    /// <exception cref="InvalidDataException">A setting is missing or wrong; the message names its key.</exception>
    public static InsightsSettings Read(IConfiguration configuration, bool development)
    {
        var section = configuration.GetSection("Insights");
        var demo = Switch(section, "Demo");
        if (demo && !development)
            throw new InvalidDataException("Insights:Demo is only for the Development environment: demo sign-in asks nobody for a password.");

        return new InsightsSettings
        {
            DatabasePath = Needed(section, "Database:Path"),
            CatalogueFolder = FolderOf(Needed(section, "Catalogue")),
            Demo = demo,
            SignIn = SignInSettings.Read(configuration, development),
            Sessions = SignInSettings.ReadLimits(configuration),
            KeyCertificate = ReadKeyCertificate(section.GetSection("Keys")),
            Cases = CaseSettings.Read(configuration, development),
            Guard = ReadGuard(configuration),
            Learning = ReadLearning(configuration),
            Clocks = ReadClocks(configuration),
            Audit = AuditSettings.Read(configuration, development, Needed(section, "Database:Path")),
            Mail = MailSettings.Read(configuration),
            Wellbeing = WellbeingSettings.Read(configuration),
            GraphQL = GraphQLSettings.Read(configuration),
            MostStreamsOfOne = ReadMostStreams(section.GetSection("Feed")),
            Webhooks = ReadWebhooks(configuration, development),
            AutoMapperLicenseKey = section["AutoMapper:LicenseKey"],
        };
    }

    /// <summary>The guard of this deployment: its own case id prefixes and citation hosts, where they are set.</summary>
    /// <exception cref="InvalidDataException">A setting is wrong; the message names its key.</exception>
    public static Guard ReadGuard(IConfiguration configuration)
    {
        const string Key = "Insights:Guard";
        var section = configuration.GetSection(Key);
        var options = GuardOptions.Default;
        try
        {
            return new Guard(options with
            {
                CaseIdPrefixes = section.GetSection("CaseIdPrefixes").Get<string[]>() ?? options.CaseIdPrefixes,
                CitationHosts = section.GetSection("CitationHosts").Get<string[]>() ?? options.CitationHosts,
            });
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"{Key}: {fault.Message}", fault);
        }
    }

    /// <summary>What this deployment decides about learning, where it is set.</summary>
    /// <exception cref="InvalidDataException">A setting is wrong; the message names its key.</exception>
    public static LearningOptions ReadLearning(IConfiguration configuration)
    {
        var section = configuration.GetSection("Insights:LookAlikes");
        var usual = new LearningOptions();
        try
        {
            return (usual with
            {
                AutomaticLinking = Switch(section, nameof(usual.AutomaticLinking)),
                TargetPrecision = Number(section, nameof(usual.TargetPrecision), usual.TargetPrecision),
                TrainEveryDays = Number(section, nameof(usual.TrainEveryDays), usual.TrainEveryDays),
                TrainAfterLabels = Number(section, nameof(usual.TrainAfterLabels), usual.TrainAfterLabels),
            }).Checked();
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"{section.Path}:{fault.Message}", fault);
        }
    }

    /// <summary>The working days and the targets of the clocks, where they are set.</summary>
    /// <exception cref="InvalidDataException">A setting is wrong; the message names its key.</exception>
    public static ClockOptions ReadClocks(IConfiguration configuration)
    {
        var section = configuration.GetSection("Insights:Clocks");
        var usual = new ClockOptions();
        try
        {
            return (usual with
            {
                Weekend = Each<DayOfWeek>(section.GetSection("Weekend"), text => Enum.TryParse<DayOfWeek>(text, ignoreCase: true, out var day) && Enum.IsDefined(day) ? day : null) ?? usual.Weekend,
                Holidays = Each<DateOnly>(section.GetSection("Holidays"), text => DateOnly.TryParseExact(text, "O", out var day) ? day : null)?.ToHashSet() ?? usual.Holidays,
                Targets = Enum.GetValues<Severity>().ToDictionary(severity => severity, severity => TargetsOf(section.GetSection($"Targets:{severity}"), usual.Targets[severity])),
            }).Checked();
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"{section.Path}:{fault.Message}", fault);
        }
    }

    /// <summary>The networks that messages may be sent to although they are no public ones.</summary>
    /// <exception cref="InvalidDataException">It is set outside Development, or wrong; the message names the key.</exception>
    public static WebhookAllowance ReadWebhooks(IConfiguration configuration, bool development)
    {
        var section = configuration.GetSection("Insights:Webhooks:AllowedNetworks");
        if (Each<IPNetwork>(section, text => IPNetwork.TryParse(text, out var network) ? network : null) is not { Count: > 0 } networks)
            return WebhookAllowance.None;
        return development ? new WebhookAllowance(networks) : throw new InvalidDataException($"{section.Path} is only for the Development environment: it lets messages go into networks of one's own, unencrypted.");
    }

    private static X509Certificate2? ReadKeyCertificate(IConfigurationSection section)
    {
        if (section["CertificateFile"] is not { Length: > 0 } file)
            return null;
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, section["CertificatePassword"]);
            return certificate.HasPrivateKey ? certificate : throw new InvalidDataException($"{section.Path}:CertificateFile holds no private key.");
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{section.Path}:CertificateFile is no PKCS #12 file that {section.Path}:CertificatePassword opens.");
        }
    }

    private static ClockTargets TargetsOf(IConfigurationSection section, ClockTargets usual) => new(
        Number(section, nameof(usual.Acknowledge), usual.Acknowledge), Number(section, nameof(usual.Assess), usual.Assess),
        Number(section, nameof(usual.Decide), usual.Decide), Number(section, nameof(usual.Implement), usual.Implement));

    /// <summary>The values of a list; null when it is not set.</summary>
    private static List<T>? Each<T>(IConfigurationSection section, Func<string, T?> read) where T : struct => section.Get<string[]>() is { } texts
        ? [.. texts.Select((text, i) => read(text) ?? throw new InvalidDataException($"{section.Path}:{i} is not {(typeof(T) == typeof(DateOnly) ? "a day such as 2026-12-25" : typeof(T) == typeof(IPNetwork) ? "a network such as 127.0.0.1/32" : "a day of the week")}."))]
        : null;

    private static int ReadMostStreams(IConfigurationSection section) => Number(section, "StreamsPerReader", 50) is var most and > 0 ? most
        : throw new InvalidDataException($"{section.Path}:StreamsPerReader is not a number above 0.");

    private static bool Switch(IConfigurationSection section, string key) =>
        section[key] is not { Length: > 0 } text ? false
        : bool.TryParse(text, out var on) ? on : throw new InvalidDataException($"{section.Path}:{key} is neither true nor false.");

    private static T Number<T>(IConfigurationSection section, string key, T usual) where T : struct, INumber<T> =>
        section[key] is not { Length: > 0 } text ? usual
        : T.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidDataException($"{section.Path}:{key} is not a number.");

    private static string Needed(IConfigurationSection section, string key) =>
        section[key] is { Length: > 0 } value ? value : throw new InvalidDataException($"Insights:{key} is not set.");

    /// <summary>A relative folder is looked for beside the program, where the build puts the catalogue that ships.</summary>
    private static string FolderOf(string folder) => Path.IsPathRooted(folder) ? folder : Path.Combine(AppContext.BaseDirectory, folder);
}
