using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using GraphQLParser.AST;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Guarding;

namespace Insights.GraphQL.Running;

/// <summary>A document that is known by its id.</summary>
/// <param name="Id"><c>sha256:</c> and the hash of its text in UTF-8.</param>
/// <param name="Name">The name of its file, without ending; it may be logged.</param>
/// <param name="Text">The text.</param>
internal sealed record TrustedDocument(string Id, string Name, string Text)
{
    /// <summary>What it parses to; null until it was found to be valid.</summary>
    public GraphQLDocument? Parsed { get; init; }

    public static TrustedDocument Of(string name, string text) => new(IdOf(text), name, text);

    public static string IdOf(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>The documents of the product's own pages and clients, and those an operator adds. All are read and checked when the process starts.</summary>
internal sealed class TrustedDocuments
{
    private const string Ending = ".graphql";
    private const string Prefix = "documents/";

    private readonly Dictionary<string, TrustedDocument> _byId;

    private TrustedDocuments(IEnumerable<TrustedDocument> documents) => _byId = documents.DistinctBy(d => d.Id).ToDictionary(d => d.Id);

    /// <summary>Those that ship with the product, by name.</summary>
    public static IReadOnlyList<TrustedDocument> Ours { get; } = [.. ReadOurs()];

    /// <summary>Reads those of the product and, where one is named, those of a folder.</summary>
    /// <param name="folder">A folder whose files ending in .graphql hold one document each; null for none.</param>
    /// <param name="isValid">Whether a parsed document fits the schema.</param>
    /// <exception cref="InvalidDataException">The folder or a document in it cannot be served; the message names the file.</exception>
    public static TrustedDocuments Read(string? folder, Func<GraphQLDocument, bool> isValid)
    {
        if (folder is not null && !Directory.Exists(folder))
            throw new InvalidDataException("Insights:GraphQL:TrustedDocuments names no folder.");
        var theirs = folder is null ? [] : Directory.EnumerateFiles(folder, "*" + Ending).Order(StringComparer.Ordinal)
            .Select(file => TrustedDocument.Of(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)));
        return new TrustedDocuments([.. Ours.Concat(theirs).Select(document => Checked(document, isValid))]);
    }

    public TrustedDocument? Find(string id) => _byId.GetValueOrDefault(id);

    private static TrustedDocument Checked(TrustedDocument document, Func<GraphQLDocument, bool> isValid)
    {
        try
        {
            var parsed = DocumentGuard.Read(document.Text);
            return isValid(parsed) ? document with { Parsed = parsed } : throw new InvalidDataException($"The trusted document {document.Name}{Ending} does not fit the schema.");
        }
        catch (FormError fault)
        {
            throw new InvalidDataException($"The trusted document {document.Name}{Ending} cannot be served: {fault.Message}", fault);
        }
    }

    private static IEnumerable<TrustedDocument> ReadOurs()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return TrustedDocument.Of(name[Prefix.Length..^Ending.Length], reader.ReadToEnd());
        }
    }
}
