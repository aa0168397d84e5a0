using System.CommandLine;
using System.Globalization;
using Insights.Core.Administration;
using Insights.Core.Cases;
using Insights.Core.Identity;
using Insights.Core.Policies;
using Insights.Privacy;
using Insights.Storage.Sqlite;
using MediatR;

namespace Insights.Web.Verbs;

/// <summary>What an import was asked to do.</summary>
internal sealed record ImportOrder(string File, string As, string Source, string? Sheet, bool DryRun, bool IgnoreUnknown);

/// <summary>Files the rows of the spreadsheet a team keeps today.</summary>
internal static class ImportVerb
{
    private const string About =
        """
        Files each row of a CSV file as one report. The columns are described in seed/README.md, and seed/import-template.csv is a file to start from.

        Case ids are exchanged for references and personal data in texts is replaced by placeholders such as [EMAIL] before anything is stored. Running again imports nothing twice: a row is known by its id, and what was stopped is continued.

        Refused rows are written to FILE.rejected.csv beside the file, replacing the one of the run before. It holds your own raw text and raw case ids: keep it where you keep the spreadsheet, and delete it when the rows are mended. It can be mended and imported as it is.

        Exit codes: 0 all rows are in; 1 some were refused; 2 nothing was taken, because the file, an option or a setting cannot be used, or a running server has the database; 3 it broke off on the way; 130 it was stopped.
        """;

    public static Command Command(VerbConsole console, VerbProduct product)
    {
        var file = new Argument<string>("FILE.csv") { Description = "The spreadsheet as CSV in UTF-8; separated by comma, semicolon or tab." };
        // A report carries its author's name for good, so it is never guessed, not even in the demo.
        var author = new Option<string>("--as") { Description = "Whose reports these are: the handle of an enrolled specialist.", HelpName = "HANDLE", Required = true };
        var source = new Option<string>("--source")
        {
            Description = "The system that issued the case ids; the same as for tokenise.",
            HelpName = "SYSTEM",
            DefaultValueFactory = _ => CaseScheme.UsualSource,
        };
        var sheet = new Option<string>("--sheet") { Description = "Tells two spreadsheets apart whose rows have the same ids.", HelpName = "NAME" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Checks all that the real run checks, counts look-alikes, and files nothing." };
        var ignoreUnknown = new Option<bool>("--ignore-unknown") { Description = "Passes over columns it does not know instead of refusing the file." };
        var command = new Command("import", About) { file, author, source, sheet, dryRun, ignoreUnknown };
        command.SetAction((parsed, ct) => RunAsync(console, product, new ImportOrder(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(author), parsed.GetRequiredValue(source),
            parsed.GetValue(sheet), parsed.GetValue(dryRun), parsed.GetValue(ignoreUnknown)), ct));
        return command;
    }

    private static async Task<int> RunAsync(VerbConsole console, VerbProduct product, ImportOrder order, CancellationToken ct)
    {
        try
        {
            using var sheet = SheetFile.Open(FromShell(order.File), order.IgnoreUnknown);
            await using var app = await product.OpenAsync(ct);
            return await RunAsync(console, app.Services, sheet, order, ct);
        }
        catch (Exception fault) when (fault is InvalidDataException or DatabaseInUseException)
        {
            await console.Error.WriteLineAsync(fault.Message);
            await console.Error.WriteLineAsync("Nothing was imported.");
            return VerbExit.Unusable;
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync("Stopped before the first row.");
            return VerbExit.Stopped;
        }
    }

    /// <summary>The import itself, on a product that is open. Stops between two rows when asked to.</summary>
    /// <exception cref="InvalidDataException">Nobody of that handle may file, or the file of refused rows cannot be written.</exception>
    internal static async Task<int> RunAsync(VerbConsole console, IServiceProvider services, SheetFile sheet, ImportOrder order, CancellationToken ct)
    {
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        var cases = services.GetRequiredService<CaseScheme>();
        var source = cases.SourceOf(order.Source) ?? throw new InvalidDataException(
            $"--source needs one of the configured case systems: {string.Join(", ", cases.Sources.Select(s => s.Code))}.");
        var author = await AuthorAsync(scopes, order.As, ct);
        var reader = new RowReader(
            services.GetRequiredService<Guard>(), services.GetRequiredService<Catalogue>(), cases, source, order.Sheet);
        var progress = new ImportProgress(console.Error, console.Redraws, sheet.Count, services.GetRequiredService<TimeProvider>());
        var tally = new ImportTally();
        using var rejected = new RejectedRows(sheet);
        try
        {
            await new ImportRun(scopes, author, reader, order.DryRun).RunAsync(sheet, rejected, tally, progress.After, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Only the kind of fault: its words may hold what was being stored.
            await console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"It broke off after {tally.Rows:N0} rows ({fault.GetType().Name}). They are in; running again continues."));
            return VerbExit.Fault;
        }

        var stopped = tally.Rows < sheet.Count;
        await console.Out.WriteLineAsync($"{Path.GetFileName(sheet.Path)}, as {author.Handle}, case ids of {order.Source}{(order.DryRun ? ", dry run: nothing is filed" : "")}");
        await tally.WriteAsync(console.Out, order.DryRun, rejected.Path);
        if (stopped)
            await console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Stopped with {sheet.Count - tally.Rows:N0} rows to go; running again continues."));
        return stopped ? VerbExit.Stopped : tally.Refused > 0 ? VerbExit.SomeRefused : VerbExit.Done;
    }

    /// <summary><c>dotnet run</c> starts the program in the project's folder; a relative path is meant from where the shell stands.</summary>
    private static string FromShell(string file) =>
        !File.Exists(file) && Environment.GetEnvironmentVariable("PWD") is { Length: > 0 } shell && Path.Combine(shell, file) is var there && File.Exists(there)
            ? there : file;

    private static async Task<Actor> AuthorAsync(IServiceScopeFactory scopes, string handle, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        var people = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new EnrolledPeople(), ct)).Value
            .Where(p => p.May(Permission.FileReports)).ToList();
        return people.FirstOrDefault(p => p.Handle == handle) ?? throw new InvalidDataException(
            $"--as needs the handle of somebody who may file reports: {string.Join(", ", people.Select(p => p.Handle))}.");
    }
}
