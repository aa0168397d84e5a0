using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Insights.Similarity.Ranking;

namespace Insights.Similarity;

/// <summary>What re-ranks candidates and says how likely a pair is the same: weights, trees and calibration. Immutable and safe to share.</summary>
/// <remarks>
/// <para><b>Score.</b> Σ weight · feature + Σ trees, squeezed into (0, 1) by 1 / (1 + e^−x). Features speak of parts of the query's own words and of
/// the role of facts, never of a field's name, so a model learned in one collection holds in another.</para>
/// <para><b>Probability.</b> A second set of trees looks at the features and at how the candidate stands in its list; its sum is read off by
/// isotonic regression over confirmed and refused pairs. Pairs with fewer than three telling words
/// in common get a third or two thirds of it and, without any, 0: templates, near-empty reports and equal facts alone are never the same.</para>
/// <para><b>Exact.</b> Equal documents get equal scores to the bit, in whatever order they were inserted.</para>
/// </remarks>
public sealed class LookAlikeModel
{
    private const int Format = 1;
    private const string Engine = "rank-1";

    private static readonly Lazy<LookAlikeModel> Shipped = new(ReadShipped);

    internal LookAlikeModel(
        double[] weights, IReadOnlyList<Tree> trees, IReadOnlyList<Tree> chance, Calibration calibration, double suggest, double accept)
    {
        (Weights, Trees, Chance, Calibration, SuggestFrom, AcceptFrom) = (weights, trees, chance, calibration, suggest, accept);
        Version = $"{Engine}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())).AsSpan(0, 4))}";
    }

    /// <summary>The shipped model, learned from a public tracker's duplicates. Good before a team has confirmed pairs of its own.</summary>
    public static LookAlikeModel Default => Shipped.Value;

    /// <summary>Names the code's formula and everything learned: equal versions score equally.</summary>
    public string Version { get; }

    /// <summary>The probability from which a proposed cluster is worth showing: best balance of precision and recall on held-back labels.</summary>
    public double SuggestFrom { get; }

    /// <summary>The probability from which pairs of proposed clusters reached the precision offered for one-click acceptance.</summary>
    public double AcceptFrom { get; }

    /// <summary>By feature, as <see cref="PairFeatures.All"/>.</summary>
    internal double[] Weights { get; }

    internal IReadOnlyList<Tree> Trees { get; }

    /// <summary>Over features and place: what the probability is read off from.</summary>
    internal IReadOnlyList<Tree> Chance { get; }

    internal Calibration Calibration { get; }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is not a model, or one for other features than this version's.</exception>
    public static LookAlikeModel Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var read = JsonDocument.Parse(json);
            var root = read.RootElement;
            if (root.GetProperty("format").GetInt32() != Format) throw new FormatException("This is a model of another format.");
            var weights = PairFeatures.All.Select(f => root.GetProperty("weights").GetProperty(f.Name).GetDouble()).ToArray();
            if (root.GetProperty("weights").EnumerateObject().Count() != weights.Length || !weights.All(double.IsFinite))
                throw new FormatException("The model was made for other features.");
            var knots = root.GetProperty("calibration").EnumerateArray().Select(k => new Knot(k[0].GetDouble(), k[1].GetDouble())).ToList();
            return new LookAlikeModel(weights, ReadTrees(root, "trees", PairFeatures.Count), ReadTrees(root, "chance", RankedList.RowLength), new Calibration(knots),
                root.GetProperty("suggestFrom").GetDouble(), root.GetProperty("acceptFrom").GetDouble());
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or ArgumentException)
        {
            throw new FormatException("This is not a model.", fault);
        }
    }

    /// <summary>The model as one line of JSON, some kilobytes. <see cref="Parse"/> gives back a model that scores equally to the bit.</summary>
    public string ToJson()
    {
        using var into = new MemoryStream();
        using (var writer = new Utf8JsonWriter(into))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", Format);
            writer.WriteNumber("suggestFrom", SuggestFrom);
            writer.WriteNumber("acceptFrom", AcceptFrom);
            writer.WriteStartObject("weights");
            for (var f = 0; f < Weights.Length; f++) writer.WriteNumber(PairFeatures.All[f].Name, Weights[f]);
            writer.WriteEndObject();
            writer.WriteStartArray("calibration");
            foreach (var knot in Calibration.Knots) WriteAll(writer, [knot.Score, knot.Probability]);
            writer.WriteEndArray();
            WriteTrees(writer, "trees", Trees);
            WriteTrees(writer, "chance", Chance);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(into.ToArray());
    }

    /// <summary>The additive part of the score.</summary>
    internal double Linear(ReadOnlySpan<double> features)
    {
        var sum = 0.0;
        for (var f = 0; f < Weights.Length; f++) sum += Weights[f] * features[f];
        return sum;
    }

    internal double OfTrees(ReadOnlySpan<double> features) => Sum(Trees, features);

    /// <summary>The score before it is squeezed.</summary>
    /// <summary>The score of a pair that has nothing in common and was written a year apart.</summary>
    internal double OfStrangers()
    {
        Span<double> features = stackalloc double[PairFeatures.Count];
        features.Clear();
        features[PairFeatures.Days] = Math.Log(1 + 365);
        return Raw(features);
    }

    internal double Raw(ReadOnlySpan<double> features) => Linear(features) + OfTrees(features);

    /// <summary>What the calibration reads: features with the place behind them, as <see cref="RankedList.Context"/> writes it.</summary>
    internal double Odds(ReadOnlySpan<double> row) => Sum(Chance, row);

    /// <summary>The calibrated chance that a pair is the same.</summary>
    internal double Probability(ReadOnlySpan<double> row) => Calibration.Probability(Odds(row)) * row[PairFeatures.Telling];

    private static double Sum(IReadOnlyList<Tree> trees, ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        for (var t = 0; t < trees.Count; t++) sum += trees[t].Value(row);
        return sum;
    }

    private static LookAlikeModel ReadShipped()
    {
        using var stream = typeof(LookAlikeModel).Assembly.GetManifestResourceStream("shipped-model.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>A tree is one array of arrays: features, thresholds, left, right, leaves.</summary>
    private static void WriteTrees(Utf8JsonWriter writer, string name, IReadOnlyList<Tree> trees)
    {
        writer.WriteStartArray(name);
        foreach (var tree in trees)
        {
            writer.WriteStartArray();
            WriteAll(writer, [.. tree.Features.Select(f => (double)f)]);
            WriteAll(writer, tree.Thresholds);
            WriteAll(writer, [.. tree.Left.Select(l => (double)l)]);
            WriteAll(writer, [.. tree.Right.Select(r => (double)r)]);
            WriteAll(writer, tree.Leaves);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteAll(Utf8JsonWriter writer, double[] numbers)
    {
        writer.WriteStartArray();
        foreach (var number in numbers) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }

    private static Tree[] ReadTrees(JsonElement root, string name, int features) =>
        [.. root.GetProperty(name).EnumerateArray().Select(array => ReadTree(array, features))];

    private static Tree ReadTree(JsonElement array, int features)
    {
        int[] Wholes(int at) => [.. array[at].EnumerateArray().Select(e => e.GetInt32())];
        double[] Numbers(int at) => [.. array[at].EnumerateArray().Select(e => e.GetDouble())];
        var tree = new Tree(Wholes(0), Numbers(1), Wholes(2), Wholes(3), Numbers(4));
        var n = tree.Features.Length;
        var whole = tree.Thresholds.Length == n && tree.Left.Length == n && tree.Right.Length == n && tree.Leaves.Length == n + 1
            && tree.Features.All(f => f >= 0 && f < features) && tree.Thresholds.Concat(tree.Leaves).All(double.IsFinite)
            && Enumerable.Range(0, n).All(i => Leads(tree.Left[i], i, n) && Leads(tree.Right[i], i, n));
        return whole ? tree : throw new FormatException("The model has a broken tree.");
    }

    /// <summary>Whether a child is a leaf or a later node, so that asking a tree always ends.</summary>
    private static bool Leads(int child, int from, int nodes) => child < 0 ? ~child <= nodes : child > from && child < nodes;
}
