using System.CommandLine;
using System.Globalization;
using CsvHelper;
using Insights.Privacy;

namespace Insights.Web.Verbs;

/// <summary>Exchanges case ids for references, line by line. Nothing is kept and nothing is logged.</summary>
internal static class TokeniseVerb
{
    public static Command Command(VerbConsole console, VerbProduct product)
    {
        var source = new Option<string>("--source")
        {
            Description = "The system that issued the ids. The same id of another system is another case.",
            DefaultValueFactory = _ => CaseExchange.UsualSource,
            HelpName = "SYSTEM",
        };
        var csv = new Option<bool>("--csv") { Description = "Standard input is CSV with a header; one column of it holds the ids." };
        var column = new Option<string>("--column") { Description = "Name of that column.", HelpName = "NAME" };
        var command = new Command("tokenise",
            "Reads case ids from standard input, one a line, and writes their references to standard output, in the same order. "
            + "A blank line stays blank; so does an id that cannot be exchanged, and the exit code is then 1. "
            + "Starts neither web nor database; keeps and logs nothing. Needs Insights:CaseReferences.")
        { source, csv, column };
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) != (result.GetValue(column) is not null))
                result.AddError("--csv and --column NAME belong together.");
        });
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                var (tenant, keys) = product.CaseReferences();
                var exchange = new CaseExchange(new CaseTokeniser(keys), keys, tenant, parsed.GetRequiredValue(source));
                return await ExchangeAsync(console, exchange, Ids(console.In, parsed.GetValue(column)), ct);
            }
            catch (InvalidDataException fault)
            {
                await console.Error.WriteLineAsync(fault.Message);
                return VerbExit.Unusable;
            }
        });
        return command;
    }

    private static async Task<int> ExchangeAsync(VerbConsole console, CaseExchange exchange, IEnumerable<(long Line, string Id)> ids, CancellationToken ct)
    {
        var exit = VerbExit.Done;
        foreach (var (line, id) in ids)
        {
            if (ct.IsCancellationRequested)
                return VerbExit.Stopped;
            if (string.IsNullOrWhiteSpace(id))
            {
                await console.Out.WriteLineAsync();
            }
            else if (exchange.TryExchange(id, out var reference, out var reason))
            {
                await console.Out.WriteLineAsync(reference.Value);
            }
            else
            {
                await console.Out.WriteLineAsync();
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
