using System.Globalization;
using System.Net;
using System.Text;
using Insights.Core.Gaps;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Workflow;

/// <summary>
/// Draws the transition table. Where the boxes and arrows lie is laid out by hand; which there are, and what they are
/// called, comes from the table, and an edge without a place is a fault.
/// </summary>
internal static class WorkflowPicture
{
    private const int BoxWidth = 136;
    private const int BoxHeight = 46;
    private const int LetterWidth = 9;

    private static readonly Dictionary<GapState, (int X, int Y)> Boxes = new()
    {
        [GapState.New] = (84, 200),
        [GapState.Triage] = (280, 200),
        [GapState.Assessing] = (486, 200),
        [GapState.InReview] = (700, 200),
        [GapState.Decided] = (916, 200),
        [GapState.Implementing] = (1132, 200),
        [GapState.Closed] = (1336, 200),
        [GapState.NeedsInfo] = (383, 70),
        [GapState.Deferred] = (383, 336),
        [GapState.Declined] = (160, 336),
    };

    private static readonly Dictionary<(GapState From, GapState? To), Route> Routes = new()
    {
        [(GapState.New, GapState.Triage)] = new("M152 200H206", (179, 191)),
        [(GapState.Triage, GapState.Assessing)] = new("M348 200H412", (381, 191)),
        [(GapState.Triage, GapState.NeedsInfo)] = new("M256 177 326 97", (262, 136)),
        [(GapState.Triage, GapState.Deferred)] = new("M256 223 326 309", (250, 270)),
        [(GapState.Triage, GapState.Declined)] = new("M236 223 184 309", (176, 268)),
        [(GapState.Assessing, GapState.NeedsInfo)] = new("M510 177 440 97", (504, 136)),
        [(GapState.Assessing, GapState.Deferred)] = new("M500 223 436 309", (497, 278)),
        [(GapState.Assessing, GapState.InReview)] = new("M554 190H626", (591, 181)),
        [(GapState.NeedsInfo, null)] = new("M366 93 306 173M400 93 460 173", (383, 131)),
        [(GapState.Deferred, null)] = new("M366 313 306 227M400 313 460 227", (383, 276)),
        [(GapState.InReview, null)] = new("M632 212H560M740 223V264H876V229", (595, 230), (808, 257)),
        [(GapState.InReview, GapState.Decided)] = new("M768 190H842", (805, 181)),
        [(GapState.Decided, GapState.InReview)] = new("M848 212H774", (808, 230)),
        [(GapState.Decided, GapState.Implementing)] = new("M984 200H1044", (1016, 170)),
        [(GapState.Implementing, GapState.Closed)] = new("M1215 200H1262", (1240, 191)),
        [(GapState.Closed, GapState.Triage)] = new("M1336 177V22H230V171", (783, 15)),
        [(GapState.Decided, GapState.Assessing)] = new("M916 223V300H530V229", (723, 292)),
        [(GapState.Implementing, GapState.Assessing)] = new("M1132 223V300H916"),
        [(GapState.Closed, GapState.Assessing)] = new("M1336 223V300H1132"),
    };

    /// <summary>For a page, which brings its colours along.</summary>
    public static string Inline => Draw(style: "");

    /// <summary>For the documents: a file by itself, readable on light and on dark ground.</summary>
    public static string Standalone => Draw(
        """
        <style>
        .flow { font: 15px system-ui, sans-serif; }
        .flow-box { fill: #fff; stroke: #7b8b96; } .flow-name { fill: #17232b; font-weight: 600; }
        .flow-edge { fill: none; stroke: #0d5c63; } .flow-timer { stroke-dasharray: 5 4; } .flow-tip { fill: #0d5c63; } .flow-move { fill: #51616c; }
        @media (prefers-color-scheme: dark) {
        .flow-box { fill: #18222a; stroke: #748793; } .flow-name { fill: #e4ebef; }
        .flow-edge { stroke: #6cc7c9; } .flow-tip { fill: #6cc7c9; } .flow-move { fill: #a3b3bd; }
        }
        </style>

        """);

    private static string Draw(string style)
    {
        var svg = new StringBuilder();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"flow\" viewBox=\"0 0 1420 376\" width=\"1420\" height=\"376\" role=\"img\" aria-label=\"").Append(WebUtility.HtmlEncode(Texts.T("The states of a gap and the moves between them"))).Append("\">\n").Append(style);
        svg.Append("<defs><marker id=\"flow-tip\" viewBox=\"0 0 8 8\" refX=\"6\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path class=\"flow-tip\" d=\"M0 0 8 4 0 8z\"/></marker></defs>\n");
        foreach (var arrow in Transitions.Table.GroupBy(t => (t.From, t.To)))
        {
            var route = Routes[arrow.Key];
            var timer = arrow.All(t => t.By is Core.Identity.Roles.System) ? " flow-timer" : "";
            svg.Append("<g>\n");
            // A tip stands only at the end of a path, so that each line is one.
            foreach (var line in route.Path.Split('M', StringSplitOptions.RemoveEmptyEntries))
                svg.Append(CultureInfo.InvariantCulture, $"<path class=\"flow-edge{timer}\" marker-end=\"url(#flow-tip)\" d=\"M{line}\"/>\n");
            foreach (var (x, y) in route.Labels)
                Label(svg, x, y, [.. arrow.Select(t => Short(t.Action))]);
            svg.Append("</g>\n");
        }

        foreach (var state in Enum.GetValues<GapState>())
        {
            var ((x, y), name) = (Boxes[state], Words.Of(state));
            var width = Math.Max(BoxWidth, (name.Length + 1) * LetterWidth);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"flow-box\" x=\"{x - (width / 2)}\" y=\"{y - (BoxHeight / 2)}\" width=\"{width}\" height=\"{BoxHeight}\" rx=\"6\"/>\n");
            Text(svg, "flow-name", x, y + 5, name);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Label(StringBuilder svg, int x, int y, IReadOnlyList<string> lines)
    {
        foreach (var (i, line) in lines.Index())
            Text(svg, "flow-move", x, y + (i * 16), line);
    }

    private static string Short(GapAction move) => move switch
    {
        GapAction.Claim => Texts.T("Claim"),
        GapAction.Accept => Texts.T("Accept"),
        GapAction.Ask => Texts.T("Ask"),
        GapAction.Propose => Texts.T("Propose"),
        GapAction.Correct => Texts.T("Correct"),
        GapAction.Implement => Texts.T("Carry out"),
        GapAction.Expire => Texts.T("The accepted risk expires"),
        GapAction.Regress => Texts.T("A new report comes in: it comes back"),
        _ => Words.Of(move),
    };

    private static void Text(StringBuilder svg, string kind, int x, int y, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(text)}</text>\n");

    /// <summary>Where the lines of an arrow lie, and their labels.</summary>
    private sealed record Route(string Path, params (int X, int Y)[] Labels);
}
