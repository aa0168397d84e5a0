using System.CommandLine;
using System.Data.Common;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;

namespace Insights.Web.Verbs;

/// <summary>Takes the feed out as files.</summary>
internal static class FeedVerb
{
    public static Command Command(VerbConsole console, VerbProduct product)
    {
        var format = new Option<string>("--format") { DefaultValueFactory = _ => "ndjson", Description = "ndjson, one event a line, or csv, a table." };
        var after = new Option<string?>("--after") { Description = "The last cursor of the export before; left out, everything is written." };
        var to = new Option<DirectoryInfo>("--out") { Required = true, Description = "The folder for the files; made when missing. A file that is there already is never written over." };
        var export = new Command("export", $"Writes the events up to now, and {ExportManifest.FileName} with their number, their digest and the last cursor, which is printed as well. The product must not be running.") { format, after, to };
        export.SetAction((parsed, ct) => TryAsync(console, async () =>
        {
            var written = parsed.GetValue(format) switch
            {
                "ndjson" => ExportFormat.Ndjson,
                "csv" => ExportFormat.Csv,
                _ => throw new InvalidDataException("--format is ndjson or csv."),
            };
            await using var app = await product.OpenAsync(ct);
            await using var scope = app.Services.CreateAsyncScope();
            var current = scope.ServiceProvider.GetRequiredService<CurrentActor>();
            current.Set(Actor.System);
            current.CameBy("command line", null);
            var plan = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new PlanExport(parsed.GetValue(after), null), ct);
            if (!plan.Succeeded(out var stretch))
                throw new InvalidDataException(string.Join(" ", plan.Refusals.Select(r => r is ResyncRefusal resync ? $"{r.Message} The feed goes from {resync.First} to {resync.Last}." : $"--after: {r.Message}")));
            var folder = parsed.GetValue(to)!;
            folder.Create();
            var manifest = await scope.ServiceProvider.GetRequiredService<FeedFiles>().WriteAsync(stretch, written, (name, _) => OpenAsync(folder, name), ct);
            await console.Out.WriteLineAsync(manifest.LastCursor);
            await console.Error.WriteLineAsync(FormattableString.Invariant($"{manifest.Events:N0} events are written."));
            return VerbExit.Done;
        }));
        return new Command("feed", "Takes the feed out as files.") { export };
    }

    private static Task<Stream> OpenAsync(DirectoryInfo folder, string name)
    {
        var path = Path.Combine(folder.FullName, name);
        return File.Exists(path)
            ? throw new InvalidDataException($"{name} is in that folder already.")
            : Task.FromResult<Stream>(new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous }));
    }

    private static async Task<int> TryAsync(VerbConsole console, Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync($"Stopped. Without {ExportManifest.FileName} the export is not whole.");
            return VerbExit.Stopped;
        }
        catch (Exception fault) when (fault is InvalidDataException or Storage.Sqlite.DatabaseInUseException)
        {
            await console.Error.WriteLineAsync(fault.Message);
            return VerbExit.Unusable;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DbException)
        {
            await console.Error.WriteLineAsync($"It could not be written: {fault.GetType().Name}. Without {ExportManifest.FileName} the export is not whole.");
            return VerbExit.Fault;
        }
    }
}
