using System.Globalization;
using System.Security.Claims;
using Insights.Core.Identity;

namespace Insights.Web.Hosting;

/// <summary>The company's provider of OpenID Connect, under <c>Insights:SignIn</c>. Whatever is wrong stops the start and is named, never shown.</summary>
/// <param name="Authority">Address of the provider, below which its metadata stands.</param>
/// <param name="ClientId">What this deployment is registered as.</param>
/// <param name="ClientSecret">What it proves that by.</param>
public sealed record SignInSettings(Uri Authority, string ClientId, string ClientSecret)
{
    private const string At = "Insights:SignIn";
    private static readonly string[] Needed = ["Authority", "ClientId", "ClientSecret"];
    private static readonly string[] Asymmetric = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>What people call the provider.</summary>
    public required string Name { get; init; }

    /// <summary>Scopes that are asked for; <c>openid</c> is among them.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The claim whose values are mapped to roles.</summary>
    public required string RolesClaim { get; init; }

    /// <summary>Roles by value of that claim, which is compared to the letter.</summary>
    public required IReadOnlyDictionary<string, Roles> Roles { get; init; }

    /// <summary>Whether the provider can make somebody administrator: the way back when nobody here is one any more.</summary>
    public bool MapsAdministrator => Roles.Values.Any(roles => roles.HasFlag(Core.Identity.Roles.Administrator));

    /// <summary>The claim that proposes a pseudonym; without one, all are made here.</summary>
    public string? HandleClaim { get; init; }

    /// <summary>Whom access tokens are for; without it, none is accepted.</summary>
    public string? Audience { get; init; }

    /// <summary>How tokens may be signed; never by a shared secret.</summary>
    public required IReadOnlyList<string> Algorithms { get; init; }

    /// <summary>Types that access tokens may say they are of.</summary>
    public required IReadOnlyList<string> TokenTypes { get; init; }

    /// <summary>The provider; null where none is configured, which only Development allows.</summary>
    /// <exception cref="InvalidDataException">A setting is missing or wrong; the message names its key.</exception>
    public static SignInSettings? Read(IConfiguration configuration, bool development)
    {
        var section = configuration.GetSection(At);
        var missing = Needed.Where(key => string.IsNullOrEmpty(section[key])).ToList();
        if (missing.Count == Needed.Length && development)
            return null;
        if (missing.Count > 0)
            throw new InvalidDataException($"People sign in by your company's OpenID Connect provider. Not set: {string.Join(", ", missing.Select(key => $"{At}:{key}"))}. As environment variables: {string.Join(", ", missing.Select(key => $"Insights__SignIn__{key}"))}.");
        if (!Uri.TryCreate(section["Authority"], UriKind.Absolute, out var authority) || authority.Scheme is not ("https" or "http") || authority.Query.Length > 0 || authority.UserInfo.Length > 0)
            throw new InvalidDataException($"{At}:Authority is no address such as https://login.example.com.");
        if (authority.Scheme is "http" && !(development && authority.IsLoopback))
            throw new InvalidDataException($"{At}:Authority does not begin with https://. Plain http is for a provider on loopback, in Development.");

        if (section["Audience"] == section["ClientId"] && Words(section, "TokenTypes").Contains("JWT"))
            throw new InvalidDataException($"{At}:Audience is ClientId, and TokenTypes lets JWT through: ID tokens would open the API. Register an audience of its own.");

        return new SignInSettings(authority, section["ClientId"]!, section["ClientSecret"]!)
        {
            Name = section["Name"] is { Length: > 0 } name ? name.Length <= 60 ? name : throw new InvalidDataException($"{At}:Name is longer than 60 characters.") : "your company's sign-in",
            Scopes = [.. Words(section, "Scopes").Prepend("openid").Distinct()],
            RolesClaim = section["RolesClaim"] is { Length: > 0 } claim ? claim : "roles",
            Roles = section.GetSection("Roles").GetChildren().ToDictionary(child => child.Key, RolesOf, StringComparer.Ordinal),
            HandleClaim = section["HandleClaim"] is { Length: > 0 } handle ? handle : null,
            Audience = section["Audience"] is { Length: > 0 } audience ? audience : null,
            Algorithms = Words(section, "Algorithms") is { Count: > 0 } algorithms
                ? algorithms.All(Asymmetric.Contains) ? algorithms : throw new InvalidDataException($"{At}:Algorithms names something else than {string.Join(", ", Asymmetric)}.")
                : ["RS256", "PS256", "ES256"],
            TokenTypes = Words(section, "TokenTypes") is { Count: > 0 } types
                ? types.All(t => t is "at+jwt" or "JWT") ? types : throw new InvalidDataException($"{At}:TokenTypes names something else than at+jwt and JWT.")
                : ["at+jwt"],
        };
    }

    /// <summary>How long sessions last, and how long keys and tokens go by a sign-in.</summary>
    /// <exception cref="InvalidDataException">A setting is wrong; the message names its key.</exception>
    public static SessionLimits ReadLimits(IConfiguration configuration)
    {
        var section = configuration.GetSection(At);
        var usual = SessionLimits.Usual;
        var limits = new SessionLimits(
            TimeSpan.FromHours(Whole(section, "SessionHours", (int)usual.Absolute.TotalHours, 1, 168)),
            TimeSpan.FromMinutes(Whole(section, "IdleMinutes", (int)usual.Idle.TotalMinutes, 5, 1440)))
        {
            RolesHold = TimeSpan.FromDays(Whole(section, "RolesHoldDays", (int)usual.RolesHold.TotalDays, 1, 366)),
        };
        return limits.Idle <= limits.Absolute ? limits : throw new InvalidDataException($"{At}:IdleMinutes is more than SessionHours.");
    }

    /// <summary>Says nothing of what it holds, since a secret is among it.</summary>
    public override string ToString() => nameof(SignInSettings);

    /// <summary>What the provider says somebody acts as; values that are not mapped give nothing.</summary>
    public Roles RolesOf(ClaimsPrincipal person) =>
        person.FindAll(RolesClaim).Aggregate(Core.Identity.Roles.None, (all, claim) => all | Roles.GetValueOrDefault(claim.Value));

    private static Roles RolesOf(IConfigurationSection child)
    {
        var names = (child.Value ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            throw new InvalidDataException($"{child.Path} names no role.");
        var roles = Core.Identity.Roles.None;
        foreach (var name in names)
            roles |= char.IsAsciiLetter(name[0]) && Enum.TryParse<Roles>(name, ignoreCase: true, out var role) && role is not (Core.Identity.Roles.None or Core.Identity.Roles.System)
                ? role : throw new InvalidDataException($"{child.Path} names something else than roles: Specialist, TriageLead, PolicyOwner, PolicyApprover, CalibrationLead, Consumer, Auditor, PrivacySteward, Administrator.");
        return roles;
    }

    private static List<string> Words(IConfigurationSection section, string key) =>
        [.. (section[key] ?? string.Join(' ', section.GetSection(key).Get<string[]>() ?? [])).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)];

    private static int Whole(IConfigurationSection section, string key, int usual, int least, int most) =>
        section[key] is not { Length: > 0 } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{section.Path}:{key} is not a whole number from {least} to {most}."));
}
