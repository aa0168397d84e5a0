using System.Globalization;
using Insights.Core.Cases;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Privacy;

namespace Insights.Web.Verbs;

/// <summary>What a row says, as far as it can be read. Raw case ids and personal data end here.</summary>
internal sealed record RowReading
{
    public required ReportForm Form { get; init; }

    /// <summary>Keys under which this row is or was filed, the one to file under first; empty when the row has no id.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Why the row cannot be filed, by column.</summary>
    public required IReadOnlyList<Refusal> Refusals { get; init; }

    /// <summary>How often each rule masked something.</summary>
    public required IReadOnlyDictionary<string, int> Masked { get; init; }

    /// <summary>The cases it cites: their references, and those under older keys.</summary>
    public required IReadOnlyList<CaseExchanged> Cases { get; init; }
}

/// <summary>Reads rows of one sheet. The same row gives the same reading, so that importing again finds what is in.</summary>
internal sealed class RowReader(Guard guard, Catalogue catalogue, CaseScheme cases, CaseSource source, string? sheet)
{
    private readonly CaseExchange _exchange = new(cases);
    private readonly CaseTokeniser _tokeniser = new(cases.Keys);

    public RowReading Read(SheetRow row)
    {
        var cells = new Cells(row, catalogue);
        var ids = Pieces(row[Columns.CaseIds]);
        var exchanged = Exchange(ids, cells.Refusals);
        var mask = new RowMask(guard, [.. ids.Where(id => !CaseToken.TryParse(id, out _))]);
        var form = FormOf(cells, mask, [.. exchanged.Select(e => e.Reference.Value)]);
        if (mask.IsTooMuch)
            cells.Refuse(RefusalCode.PersonalData, Columns.Statement, "More than a fifth of this row's text would be masked. Write it again without details of persons and cases.");
        return new RowReading
        {
            Form = form,
            Keys = KeysOf(row[Columns.Id], cells.Refusals),
            Refusals = cells.Refusals,
            Masked = mask.Counts,
            Cases = exchanged,
        };
    }

    private static ReportForm FormOf(Cells cells, RowMask mask, List<string> references)
    {
        string? Text(string column) => mask.Of(cells[column]);

        var kind = cells.Choice<GapKind>("kind");
        var statement = Text(Columns.Statement);
        return new ReportForm
        {
            Kind = kind,
            Title = Text("title"),
            Question = kind is GapKind.Ambiguity ? statement : null,
            Pattern = kind is GapKind.EmergingBehaviour ? statement : null,
            Surprise = kind is GapKind.UnknownUnknown ? statement : null,
            Area = cells.Code(CodeList.Area, "area"),
            Clause = cells.Clause("clause"),
            ClauseVersion = cells.Number("clause_version"),
            NoClauseFits = cells.Yes("no_clause_fits"),
            CaseReferences = references,
            NoCaseReason = Text("no_case_reason"),
            Harm = cells.Choice<Harm>("harm"),
            Reach = cells.Choice<Reach>("reach"),
            Surface = cells.Code(CodeList.Surface, "surface"),
            Language = cells.Code(CodeList.Language, "language"),
            Region = cells.Code(CodeList.Region, "region"),
            InterimHandling = Text("interim_handling"),
            InterimRationale = Text("interim_rationale"),
            MitigatingFactors = Text("mitigating"),
            AggravatingFactors = Text("aggravating"),
            ProposedRemedy = Text("remedy"),
            Confidence = cells.Choice<Confidence>("confidence"),
            Readings = [.. cells.Numbered("reading", "outcome").Select(n => new ReadingForm { Reading = Text($"reading_{n}"), Outcome = Text($"outcome_{n}") })],
            AppliedReading = cells.Number("applied_reading"),
            FirstSeenFrom = cells.Day("first_seen_from"),
            FirstSeenTo = cells.Day("first_seen_to"),
            VolumeBand = cells.Choice<VolumeBand>("volume_band"),
            Trend = cells.Choice<Trend>("trend"),
            NearestClause = cells.Clause("nearest_clause"),
            NearestMisfit = Text("nearest_misfit"),
            Expected = Text("expected"),
            Discovery = Text("discovery"),
            CategoriesTried = [.. cells.Numbered("tried", "failed").Select(n => new CategoryTriedForm { Category = Text($"tried_{n}"), WhyItFailed = Text($"failed_{n}") })],
            HarmHypothesis = Text("harm_hypothesis"),
            Disproof = Text("disproof"),
            Attested = cells.Yes("attested"),
        };
    }

    private List<CaseExchanged> Exchange(IReadOnlyList<string> ids, List<Refusal> refusals)
    {
        var exchanged = ids.Take(ReportForm.MaxList + 1).Select(id => _exchange.Exchange(source, id)).ToList();
        refusals.AddRange(exchanged.Select(e => e.Problem).OfType<CaseProblem>()
            .Select(problem => Refusal.Of(RefusalCode.NotACaseReference, CaseExchange.Sentence(problem), Columns.CaseIds)));
        return [.. exchanged.Where(e => e.Problem is null)];
    }

    /// <summary>
    /// A row id may well be a case id, so the key that is stored keeps it as a case reference does: under the key ring,
    /// in a space of its own. Under every key, since the ring may have turned since the row was imported.
    /// </summary>
    private string[] KeysOf(string? id, List<Refusal> refusals)
    {
        if (id is null)
        {
            refusals.Add(Refusal.Of(RefusalCode.Required, "Every row needs an id of your own that never changes, so that importing again finds it.", Columns.Id));
            return [];
        }

        try
        {
            return [.. _tokeniser.TokeniseUnderEveryKey(cases.Tenant, $"import/{source.Code}/{sheet}", id).Select(token => $"import-{token.Value}")];
        }
        catch (ArgumentException)
        {
            refusals.Add(Refusal.Of(RefusalCode.Malformed, "An id has at most 200 characters.", Columns.Id));
            return [];
        }
    }

    private static string[] Pieces(string? cell) =>
        cell?.Split([';', ',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Cells of one row, read as what their column holds; what cannot be read is refused by column.</summary>
    private sealed class Cells(SheetRow row, Catalogue catalogue)
    {
        public List<Refusal> Refusals { get; } = [];

        public string? this[string column] => row[column];

        public T? Choice<T>(string column) where T : struct, Enum => Read(column, RowWords.Choice<T>, $"Choose one of: {RowWords.Choices<T>()}.");

        public bool Yes(string column) => Read(column, RowWords.Yes, "Write yes or no.") ?? false;

        public int? Number(string column) => Read(column, RowWords.Number, "Write a whole number.");

        public DateOnly? Day(string column) => Read(column, RowWords.Day, "Write the date as year-month-day, such as 2026-03-31.");

        /// <summary>The code of a list, where the cell holds the code or what people call it; else the cell, for the check to refuse.</summary>
        public string? Code(CodeList list, string column) => row[column] is not { } cell ? null
            : catalogue.Content.Lists.FirstOrDefault(e => e.List == list && (Same(e.Code, cell) || Same(e.Label, cell)))?.Code ?? cell;

        public string? Clause(string column) => row[column] is not { } cell ? null
            : catalogue.Content.Clauses.FirstOrDefault(c => Same(c.Code, cell))?.Code ?? cell;

        /// <summary>The numbers 1 to the last pair that holds anything; an empty pair before it would shift what is counted.</summary>
        public List<int> Numbered(string first, string second)
        {
            var filled = Enumerable.Range(1, Columns.Repeats).Where(n => row[Name(first, n)] is not null || row[Name(second, n)] is not null).ToList();
            var all = Enumerable.Range(1, filled.LastOrDefault()).ToList();
            if (all.Except(filled).FirstOrDefault() is > 0 and var empty)
                Refuse(RefusalCode.Required, Name(first, empty), "Fill these columns from the first on.");
            return all;
        }

        public void Refuse(RefusalCode code, string column, string message) => Refusals.Add(Refusal.Of(code, message, column));

        private T? Read<T>(string column, Func<string, T?> read, string message) where T : struct
        {
            if (row[column] is not { } cell)
                return null;
            var value = read(cell);
            if (value is null)
                Refuse(RefusalCode.Malformed, column, message);
            return value;
        }

        private static string Name(string column, int n) => string.Create(CultureInfo.InvariantCulture, $"{column}_{n}");

        private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
    }
}
