using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Insights.Core.Cases;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;

namespace Insights.Web.Verbs;

/// <summary>
/// Takes a sheet in, row by row: each row is one command and one durable commit. A dry run sends the same checks and
/// stops short of the command.
/// </summary>
internal sealed class ImportRun(IServiceScopeFactory scopes, Actor author, RowReader reader, bool dryRun)
{
    /// <summary>From this chance on a dry run calls a row alike.</summary>
    private const double Alike = 0.3;

    /// <summary>Where each id was first seen; only a fingerprint of it is held.</summary>
    private readonly Dictionary<ulong, long> _lineOf = [];

    /// <summary>Goes on to the last row, or until it is asked to stop; then it ends behind the row under way.</summary>
    public async Task RunAsync(SheetFile sheet, RejectedRows rejected, ImportTally tally, Action<ImportTally> afterRow, CancellationToken stop)
    {
        foreach (var row in sheet.Rows())
        {
            if (stop.IsCancellationRequested)
                return;
            var refusals = await TakeAsync(row, tally);
            if (refusals.Count > 0)
            {
                tally.Refuse(refusals);
                rejected.Add(row, refusals);
            }

            afterRow(tally);
        }
    }

    private async Task<IReadOnlyList<Refusal>> TakeAsync(SheetRow row, ImportTally tally)
    {
        var reading = reader.Read(row);
        if (reading.Keys is [var id, ..] && !_lineOf.TryAdd(FingerprintOf(id), row.Line))
            return [Refusal.Of(RefusalCode.IdempotencyMismatch, $"The row at line {_lineOf[FingerprintOf(id)].ToString(CultureInfo.InvariantCulture)} has the same id.", Columns.Id)];

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(author);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();

        var completeness = 0.0;
        foreach (var key in reading.Keys.DefaultIfEmpty(null))
        {
            var outcome = await mediator.Send(new CheckReport(reading.Form, key));
            if (!outcome.Succeeded(out var check))
                return Together(reading.Refusals, outcome.Refusals);
            completeness = check.Completeness.Share;
            switch (check.Standing)
            {
                case KeyStanding.SameReport when reading.Refusals.Count == 0:
                    tally.Pass();
                    return [];
                case KeyStanding.SameReport or KeyStanding.OtherContent:
                    return [Refusal.Of(RefusalCode.IdempotencyMismatch, $"This row was imported as R-{check.Number} and has changed since. Amend that report instead.", Columns.Id)];
                case KeyStanding.OtherPerson:
                    return [Refusal.Of(RefusalCode.IdempotencyMismatch, $"This row was imported as R-{check.Number} for another person.", Columns.Id)];
            }
        }

        if (reading.Refusals.Count > 0)
            return reading.Refusals;

        var looksAlike = false;
        if (dryRun)
        {
            var alike = await mediator.Send(new FindLookAlikes(reading.Form, null, 1));
            looksAlike = alike.ValueOrDefault is [{ Probability: >= Alike }, ..];
        }
        else
        {
            await NoteAliasesAsync([.. reading.Cases.Where(c => c.Older.Count > 0)]);
            var filed = await mediator.Send(new FileReport(null, null, reading.Form, null, null, reading.Keys[0]));
            if (filed.Refused)
                return Together([], filed.Refusals);
        }

        tally.File(reading, completeness, looksAlike);
        return [];
    }

    /// <summary>After a rotation the case ids are in memory here and nowhere else, so here the two references of a case are found to be one.</summary>
    private async Task NoteAliasesAsync(IReadOnlyList<CaseExchanged> cases)
    {
        if (cases.Count == 0)
            return;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new NoteAliases(cases));
    }

    /// <summary>All reasons by column; a cell that could not be read is not also said to be missing.</summary>
    private static List<Refusal> Together(IReadOnlyList<Refusal> read, IReadOnlyList<Refusal> check)
    {
        var unread = read.Select(r => r.Path[0]).ToHashSet();
        return [.. read, .. check.Select(r => r with { Path = [ColumnOf(r.Path)] }).Where(r => !unread.Contains(r.Path[0]))];
    }

    /// <summary>The column that a field of the form was read from.</summary>
    private static string ColumnOf(IReadOnlyList<string> path) => path switch
    {
        ["idempotencyKey"] => Columns.Id,
        ["report", "question" or "pattern" or "surprise"] => Columns.Statement,
        ["report", "caseReferences", ..] => Columns.CaseIds,
        ["report", "mitigatingFactors"] => "mitigating",
        ["report", "aggravatingFactors"] => "aggravating",
        ["report", "proposedRemedy"] => "remedy",
        ["report", "readings" or "categoriesTried", var index, var part] when int.TryParse(index, CultureInfo.InvariantCulture, out var i) =>
            string.Create(CultureInfo.InvariantCulture, $"{Pair(part)}_{i + 1}"),
        ["report", var field, ..] => JsonNamingPolicy.SnakeCaseLower.ConvertName(field),
        _ => string.Join('.', path),
    };

    private static string Pair(string part) => part switch
    {
        "category" => "tried",
        "whyItFailed" => "failed",
        _ => part,
    };

    private static ulong FingerprintOf(string id) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
