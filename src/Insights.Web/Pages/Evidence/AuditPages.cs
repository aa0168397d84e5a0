using System.Globalization;
using System.Net.Mime;
using Insights.Core.Data;
using Insights.Core.Evidence;
using Insights.Core.Identity;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Evidence;

/// <summary>The audit log with filters, the check of its newest part, and evidence packs.</summary>
internal static class AuditPages
{
    public const string Address = "/audit";

    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (IMediator mediator, CurrentActor current, string? by, string? action, string? gap, string? report, string? code, string? from, string? to, string? after, string? check, CancellationToken ct) =>
            ShowAsync(mediator, current, new AuditQuery(by, action, gap, report, code, from, to), after, check is not null, ct));
        app.MapPost("/gaps/G-{number:long}/evidence", TakeAsync);
        app.MapGet("/gaps/G-{number:long}/evidence", (long number) => Results.LocalRedirect($"/gaps/G-{number}"));
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, AuditQuery asked, string? after, bool check, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadAuditChoices(), ct);
        if (!read.Succeeded(out var choices))
            return Page.Refused(read.Refusals);
        // Only what is among the choices, or a number or a day: nothing else that stands in an address comes back on the page.
        var query = asked.Among(choices);
        var listed = await mediator.Send(new AuditList(query.Filter, PageSize, NumberOf(after)), ct);
        if (!listed.Succeeded(out var entries))
            return Page.Refused(listed.Refusals);
        PersonId?[] named = [.. entries.Items.SelectMany(e => new[] { e.By, e.PersonId })];
        var people = await mediator.Send(new PeopleById([.. named.OfType<PersonId>().Distinct()]), ct);
        return Page.Of<AuditPage>(new AuditModel(query, choices, entries, people.ValueOrDefault ?? [], current.Actor)
        {
            Checkpoint = (await mediator.Send(new ReadAuditCheckpoint(), ct)).Value,
            Checked = check ? (await mediator.Send(new VerifyRecentAudit(VerifyRecentAudit.Most), ct)).Value : null,
            Continued = after is not null,
        });
    }

    private static async Task<IResult> TakeAsync(PagePost post, EvidenceRoom room, long number, CancellationToken ct)
    {
        if (!post.Trusted)
            return Results.LocalRedirect($"/gaps/G-{number}");
        var taken = await room.TakeAsync(number, ct);
        return taken.Succeeded(out var files)
            ? Results.File(files.ToZip(), MediaTypeNames.Application.Zip, $"G-{number}-evidence.zip")
            : Page.Refused(taken.Refusals);
    }

    private static long? NumberOf(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What the audit log was asked for, as it stands in the address.</summary>
public sealed record AuditQuery(string? By, string? Action, string? Gap, string? Report, string? Code, string? From, string? To)
{
    private const string Day = "yyyy-MM-dd";

    private const int LongestNumber = 8;

    public AuditFilter Filter => new()
    {
        By = By,
        Action = Action,
        GapNumber = Gap is null ? null : long.Parse(Gap, CultureInfo.InvariantCulture),
        ReportNumber = Report is null ? null : long.Parse(Report, CultureInfo.InvariantCulture),
        Code = Code,
        From = From is null ? null : DateOnly.ParseExact(From, Day, CultureInfo.InvariantCulture),
        To = To is null ? null : DateOnly.ParseExact(To, Day, CultureInfo.InvariantCulture),
    };

    /// <summary>The same question with nothing in it that could not stand in the log.</summary>
    internal AuditQuery Among(AuditChoicesView choices)
    {
        var (from, to) = (DayOf(From), DayOf(To));
        return new AuditQuery(
            choices.Handles.Contains(By) ? By : null,
            choices.Actions.Contains(Action) ? Action : null,
            NumberOf(Gap, "G-"),
            NumberOf(Report, "R-"),
            Code is { Length: > 0 and <= 64 } ? Code : null,
            from,
            string.CompareOrdinal(from, to) > 0 ? null : to);
    }

    public string On(string page, long? after = null)
    {
        (string Name, string? Value)[] parts = [("by", By), ("action", Action), ("gap", Gap), ("report", Report), ("code", Code), ("from", From), ("to", To), ("after", after?.ToString(CultureInfo.InvariantCulture))];
        var given = parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToList();
        return given.Count == 0 ? page : $"{page}?{string.Join('&', given)}";
    }

    private static string? NumberOf(string? text, string prefix)
    {
        var number = text?.Trim() is { } typed && typed.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? typed[prefix.Length..] : text?.Trim();
        return number is { Length: > 0 and <= LongestNumber } && number.All(char.IsAsciiDigit) ? number : null;
    }

    private static string? DayOf(string? text) => DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : null;
}

/// <summary>What the audit page shows.</summary>
/// <param name="Query">What was asked for.</param>
/// <param name="Choices">What may be asked for.</param>
/// <param name="Entries">A page of entries.</param>
/// <param name="People">Who did it, and whom it concerns.</param>
/// <param name="Actor">Who reads.</param>
public sealed record AuditModel(AuditQuery Query, AuditChoicesView Choices, Page<AuditEntryView> Entries, IReadOnlyDictionary<PersonId, PersonView> People, Actor Actor)
{
    public required AuditCheckpointView Checkpoint { get; init; }

    /// <summary>What the check found; null when none was asked for.</summary>
    public AuditCheckView? Checked { get; init; }

    public required bool Continued { get; init; }

    public string? Next => Entries is { HasMore: true, Items: [.., var last] } ? Query.On(AuditPages.Address, last.Position) : null;
}
