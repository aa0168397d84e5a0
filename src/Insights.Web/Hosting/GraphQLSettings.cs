using System.Globalization;
using Insights.GraphQL;
using Insights.Transport;

namespace Insights.Web.Hosting;

/// <summary>Reads <c>Insights:GraphQL</c>: what operations may cost and take, who may send documents of their own, and how the endpoint answers. Whatever is wrong stops the start and is named.</summary>
/// <param name="Limits">For the operations.</param>
/// <param name="MaxBodyBytes">The longest request.</param>
/// <param name="StatusProfile">Which statuses the endpoint answers with.</param>
/// <param name="AllowedOrigins">Whose pages may open a socket besides those of the endpoint's own host.</param>
public sealed record GraphQLSettings(GraphQLLimits Limits, int MaxBodyBytes, StatusProfile StatusProfile, IReadOnlyList<string> AllowedOrigins)
{
    private const string At = "Insights:GraphQL";

    /// <summary>Everything has a default.</summary>
    /// <exception cref="InvalidDataException">A setting is wrong; the message names its key.</exception>
    public static GraphQLSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(At);
        var usual = new GraphQLLimits();
        var limits = usual with
        {
            MaxCost = Count(section, nameof(usual.MaxCost), usual.MaxCost),
            BudgetCapacity = Count(section, nameof(usual.BudgetCapacity), usual.BudgetCapacity),
            BudgetPerSecond = Count(section, nameof(usual.BudgetPerSecond), usual.BudgetPerSecond),
            OperationsAtOnce = Count(section, nameof(usual.OperationsAtOnce), usual.OperationsAtOnce),
            OperationsOfOneCaller = Count(section, nameof(usual.OperationsOfOneCaller), usual.OperationsOfOneCaller),
            OperationsWaiting = Count(section, nameof(usual.OperationsWaiting), usual.OperationsWaiting),
            LongestWait = Seconds(section, nameof(usual.LongestWait), usual.LongestWait),
            TimeLimit = Seconds(section, nameof(usual.TimeLimit), usual.TimeLimit),
            AdHocDocuments = OneOf(section, nameof(usual.AdHocDocuments), usual.AdHocDocuments),
            TrustedDocuments = section[nameof(usual.TrustedDocuments)] is { Length: > 0 } folder ? Folder(folder) : null,
        };
        if (limits.BudgetCapacity < limits.MaxCost)
            throw new InvalidDataException($"{At}:BudgetCapacity is less than {At}:MaxCost, so that an operation of that cost could never run.");
        return new GraphQLSettings(
            limits, Count(section, nameof(MaxBodyBytes), 256 * 1024), OneOf(section, nameof(StatusProfile), StatusProfile.AuditSuite),
            [.. section.GetSection(nameof(AllowedOrigins)).GetChildren().Select(Origin)]);
    }

    /// <summary>Hands the endpoint its share.</summary>
    public void Apply(TransportOptions transport)
    {
        (transport.MaxBodyBytes, transport.StatusProfile) = (MaxBodyBytes, StatusProfile);
        foreach (var origin in AllowedOrigins)
            transport.AllowedOrigins.Add(origin);
    }

    private static string Folder(string folder) => Directory.Exists(folder) ? folder : throw new InvalidDataException($"{At}:TrustedDocuments names no folder.");

    private static string Origin(IConfigurationSection child) =>
        Uri.TryCreate(child.Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.GetLeftPart(UriPartial.Authority) == child.Value
            ? child.Value : throw new InvalidDataException($"{child.Path} is not an origin such as https://tools.example.com, without a slash at its end.");

    private static int Count(IConfigurationSection section, string key, int usual) =>
        section[key] is not { Length: > 0 } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count
        : throw new InvalidDataException($"{section.Path}:{key} is not a whole number above 0.");

    private static TimeSpan Seconds(IConfigurationSection section, string key, TimeSpan usual) =>
        section[key] is { Length: > 0 } ? TimeSpan.FromSeconds(Count(section, key, 1)) : usual;

    private static T OneOf<T>(IConfigurationSection section, string key, T usual) where T : struct, Enum =>
        section[key] is not { Length: > 0 } text ? usual
        : Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]) ? value
        : throw new InvalidDataException($"{section.Path}:{key} is none of {string.Join(", ", Enum.GetNames<T>())}.");
}
