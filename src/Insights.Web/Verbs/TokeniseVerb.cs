using System.CommandLine;
using System.Globalization;
using CsvHelper;
using Insights.Core.Cases;
using Insights.Privacy;

namespace Insights.Web.Verbs;

/// <summary>Exchanges case ids for references, line by line. Nothing is kept and nothing is logged.</summary>
internal static class TokeniseVerb
{
    private const string About =
        """
        Reads case ids from standard input, one a line, and writes their references to standard output, in the same order. A blank line stays blank; so does an id that cannot be exchanged, and the exit code is then 1.

        With --csv, standard input is CSV with a header, of which one column is read, and standard output is CSV with the header case_reference and as many rows. With --audience, the references are those that one consumer sees; another consumer's differ. To find out what stands behind them, exchange the same ids without it.

        Starts neither web nor database; keeps and logs nothing. Needs Insights:CaseReferences, with the key that the product has.
        """;

    public static Command Command(VerbConsole console, VerbProduct product)
    {
        var source = new Option<string>("--source")
        {
            Description = "The system that issued the ids, by its configured code. The same id of another system is another case.",
            DefaultValueFactory = _ => CaseScheme.UsualSource,
            HelpName = "SYSTEM",
        };
        var audience = new Option<string>("--audience") { Description = "Write the references that this consumer sees.", HelpName = "ID" };
        var csv = new Option<bool>("--csv") { Description = "Standard input and output are CSV with a header; one column of the input holds the ids." };
        var column = new Option<string>("--column") { Description = "Name of that column.", HelpName = "NAME" };
        var command = new Command("tokenise", About) { source, audience, csv, column };
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) != (result.GetValue(column) is not null))
                result.AddError("--csv and --column NAME belong together.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                var exchange = VerbExchange.Of(product.CaseReferences(), parsed.GetRequiredValue(source), parsed.GetValue(audience));
                return await ExchangeAsync(console, exchange, parsed.GetValue(column), ct);
            }
            catch (InvalidDataException fault)
            {
                await console.Error.WriteLineAsync(fault.Message);
                return VerbExit.Unusable;
            }
        });
        return command;
    }

    private static async Task<int> ExchangeAsync(VerbConsole console, VerbExchange exchange, string? column, CancellationToken ct)
    {
        var exit = VerbExit.Done;
        var headed = column is null;
        foreach (var (line, id) in Ids(console.In, column))
        {
            if (ct.IsCancellationRequested)
                return VerbExit.Stopped;
            if (!headed)
                await console.Out.WriteLineAsync("case_reference");
            headed = true;
            var (reference, reason) = string.IsNullOrWhiteSpace(id) ? ("", null) : exchange.Of(id);
            await console.Out.WriteLineAsync(reference);
            if (reason is not null)
            {
                await console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Line {line}: {reason}"));
                exit = VerbExit.SomeRefused;
            }
        }

        await console.Out.FlushAsync(ct);
        return exit;
    }

    private static IEnumerable<(long Line, string Id)> Ids(TextReader input, string? column) =>
        column is null ? Lines(input) : Cells(input, column);

    private static IEnumerable<(long Line, string Id)> Lines(TextReader input)
    {
        for (var line = 1L; input.ReadLine() is { } id; line++)
            yield return (line, id);
    }

    private static IEnumerable<(long Line, string Id)> Cells(TextReader input, string column)
    {
        using var reader = CsvReader.Create(input, SheetFile.Strictly, leaveOpen: true);
        var index = -1;
        while (Next(reader))
        {
            if (index >= 0)
            {
                yield return (reader.LineNumber, reader.GetString(index));
                continue;
            }

            for (var i = 0; i < reader.FieldCount && index < 0; i++)
                index = string.Equals(reader.GetString(i).Trim(), column.Trim(), StringComparison.OrdinalIgnoreCase) ? i : -1;
            if (index < 0)
                throw new InvalidDataException("Standard input has no column of that name.");
        }
    }

    private static bool Next(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException fault)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Standard input is not CSV: a quote or a column is out of place in the row that starts at line {fault.LineNumber}."), fault);
        }
    }
}

/// <summary>The exchange for one source, and for one audience where one is named.</summary>
internal sealed record VerbExchange(CaseExchange Exchange, CaseSource Source, CaseAudience? Audience)
{
    /// <exception cref="InvalidDataException">No such source is configured, or the audience has no usable id.</exception>
    public static VerbExchange Of(CaseScheme cases, string source, string? audience)
    {
        if (cases.SourceOf(source) is not { } known)
            throw new InvalidDataException($"--source needs one of the configured case systems: {string.Join(", ", cases.Sources.Select(s => s.Code))}.");
        try
        {
            return new VerbExchange(new CaseExchange(cases), known, audience is null ? null : new CaseAudience(cases.Keys, audience));
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException("--audience needs the id of a consumer, 1 to 64 characters.");
        }
    }

    /// <summary>The reference of an id, or the reason why there is none.</summary>
    public (string Reference, string? Reason) Of(string id)
    {
        var exchanged = Exchange.Exchange(Source, id);
        if (exchanged.Problem is { } problem)
            return ("", CaseExchange.Sentence(problem));
        // A reference that was given is accepted, so its key has a secret and the audience has one of it.
        return Audience is null ? (exchanged.Reference.Value, null)
            : Audience.TryReference(exchanged.Reference, out var seen) ? (seen.Value, null) : ("", CaseExchange.Sentence(CaseProblem.UnknownKey));
    }
}
