using System.Globalization;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Policies;

/// <summary>Adds a code to one of the lists that forms choose from, or names it anew. The code itself is the same for ever, since reports and events carry it.</summary>
/// <param name="List">Which list.</param>
/// <param name="Code">The code.</param>
/// <param name="ExpectedVersion">The version of the code the caller has seen; 0 for a new one.</param>
/// <param name="Label">What people read.</param>
[Requires(Permission.WriteCatalogue)]
public sealed record KeepCode(CodeList List, string Code, int ExpectedVersion, string? Label) : ICommand<CodeView>, IChecked, IAcknowledging
{
    /// <summary>Longest code.</summary>
    public const int LongestCode = 40;

    /// <summary>Longest label.</summary>
    public const int LongestLabel = 200;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Code(Code, required: true, "code");
        // Nothing else screens a code, and this one is made up by a person.
        check.Text(Code, LongestCode, required: false, "code");
        check.Text(Label, LongestLabel, required: true, "label");
    }
}

internal sealed class KeepCodeHandler(InsightsDb db, Catalogue catalogue, Ledger ledger, Screen screen, CurrentActor current, TimeProvider clock, AfterCommit afterCommit)
    : IRequestHandler<KeepCode, Outcome<CodeView>>
{
    /// <summary>Most codes of one list.</summary>
    private const int Most = 500;

    public async Task<Outcome<CodeView>> Handle(KeepCode request, CancellationToken cancellationToken)
    {
        var list = await db.ListEntries.Where(e => e.List == request.List).ToListAsync(cancellationToken);
        var code = list.Find(e => e.Code == request.Code);
        if (request.ExpectedVersion != (code?.Version ?? 0))
            return code is null ? Refusal.NotFound("code", "code") : new ConflictRefusal(code.Version);
        if (code is null && list.Count >= Most)
            return Refusal.Of(RefusalCode.OutOfRange, "The list holds 500 codes already.", "code");
        // Codes that differ by their case alone would be taken for one another by people and by spreadsheets.
        if (code is null && list.Exists(e => string.Equals(e.Code, request.Code, StringComparison.OrdinalIgnoreCase)))
            return Refusal.Of(RefusalCode.IllegalMove, "The list has this code already, in other capitals.", "code");
        var label = screen.Of(request.Label)!;
        if (list.Find(e => e != code && string.Equals(e.Label.Value, label.Value, StringComparison.OrdinalIgnoreCase)) is not null)
            return Refusal.Of(RefusalCode.IllegalMove, "Another code of this list is called the same.", "label");
        if (code?.Label.Value == label.Value)
            return Refusal.Of(RefusalCode.IllegalMove, "It is called so already.", "label");

        if (code is null)
            db.Add(code = StoredCode.Add(request.List, request.Code, label, list.Select(e => e.Order + 1).DefaultIfEmpty().Max(), current.Actor.Id, clock.GetUtcNow()));
        else
            code.Rename(label, current.Actor.Id, clock.GetUtcNow());
        await ledger.Record(new AuditLine(nameof(KeepCode)) { Code = string.Create(CultureInfo.InvariantCulture, $"{request.List}.{code.Code}") }).CommitAsync(cancellationToken);
        var now = code.Read();
        afterCommit.Do(() => catalogue.Put(now));
        return CodeView.Of(now, history: true);
    }
}
