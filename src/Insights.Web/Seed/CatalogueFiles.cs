using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Insights.Core.Policies;

namespace Insights.Web.Seed;

/// <summary>Reads the organisation's catalogue from its three files: policies, lists, vocabulary.</summary>
internal static class CatalogueFiles
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        AllowDuplicateProperties = false,
    };

    /// <exception cref="InvalidDataException">A file is missing or does not have its form; the message names it.</exception>
    public static CatalogueContent Read(string folder)
    {
        var policies = Read<PolicyFile>(folder, "policies.json");
        var lists = Read<ListsFile>(folder, "lists.json");
        var vocabulary = Read<VocabularyFile>(folder, "vocabulary.json");
        return new CatalogueContent(
            [.. policies.Policies.SelectMany(p => p.Versions.Select(v => new PolicyClause
            {
                Code = p.Code,
                Area = p.Area,
                Version = v.Version,
                Title = v.Title,
                Text = v.Text,
                EffectiveFrom = v.EffectiveFrom,
            }))],
            [
                .. Entries(CodeList.Area, lists.Areas),
                .. Entries(CodeList.Surface, lists.Surfaces),
                .. Entries(CodeList.Language, lists.Languages),
                .. Entries(CodeList.Region, lists.Regions),
                .. Entries(CodeList.Destination, lists.DeclineDestinations),
            ],
            [.. vocabulary.Terms.Select(t => new Term { Use = t.Use, Level = t.Level, InsteadOf = t.InsteadOf ?? [], Note = t.Note })],
            vocabulary.Status);
    }

    public static T Read<T>(params string[] path)
    {
        var file = Path.Combine(path);
        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new InvalidDataException($"{file} is empty.");
        }
        catch (JsonException fault)
        {
            // The reader's own message may quote the file, where somebody may have written what does not belong there.
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{file} does not have its form at line {fault.LineNumber + 1}, place {fault.BytePositionInLine + 1}."), fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{file} cannot be read ({fault.GetType().Name}).", fault);
        }
    }

    private static IEnumerable<ListEntry> Entries(CodeList list, IReadOnlyList<CodeLine> lines) =>
        lines.Select((line, order) => new ListEntry { List = list, Code = line.Code, Label = line.Label, Order = order });

    private sealed record PolicyFile(IReadOnlyList<PolicyLine> Policies);

    private sealed record PolicyLine(string Code, string Area, IReadOnlyList<VersionLine> Versions);

    private sealed record VersionLine(int Version, string Title, string Text, DateOnly EffectiveFrom);

    private sealed record ListsFile(
        IReadOnlyList<CodeLine> Areas, IReadOnlyList<CodeLine> Surfaces, IReadOnlyList<CodeLine> Languages,
        IReadOnlyList<CodeLine> Regions, IReadOnlyList<CodeLine> DeclineDestinations);

    private sealed record CodeLine(string Code, string Label);

    private sealed record VocabularyFile(string Status, IReadOnlyList<TermLine> Terms);

    private sealed record TermLine(string Use, TermLevel Level, IReadOnlyList<string>? InsteadOf, string? Note);
}
