using Insights.Core.Clusters;

namespace Insights.Web.Pages.Clusters;

/// <summary>
/// Where the members of a proposed cluster lie in its picture: on a circle, in the order of the list, the first at the top. Where there are
/// more than four, what most of the others look most like lies in the middle. The same members always give the same picture.
/// </summary>
internal sealed class ClusterPicture
{
    /// <summary>Width of a picture in its own units.</summary>
    public const int Width = 320;

    /// <summary>Members that are drawn at most; the list below names all.</summary>
    public const int MostDrawn = 16;

    private const int OfACircleAlone = 4;
    private const double Across = 108;
    private const int AboveAndBelow = 32;

    public ClusterPicture(ProposedClusterView cluster)
    {
        var members = cluster.Members.Take(MostDrawn).ToList();
        var places = members.Select((m, i) => (m.Id, i)).ToDictionary(m => m.Id, m => m.i);
        Left = cluster.Members.Count - members.Count;
        Height = members.Count switch { <= 2 => 90, <= OfACircleAlone => 170, _ => 220 };
        var middle = members.Count > OfACircleAlone
            ? members.Select((m, i) => (Place: i, Others: members.Count(o => o.AlikeId == m.Id))).OrderByDescending(m => m.Others).ThenBy(m => m.Place).First().Place : -1;
        var around = members.Count - (middle < 0 ? 0 : 1);
        var next = 0;
        Nodes = [.. members.Select((m, i) => i == middle ? new PictureNode(m, Width / 2d, Height / 2d) : At(m, next++, around))];
        Lines = [.. Nodes.Where(n => places.ContainsKey(n.Member.AlikeId)).Select(n => (From: n, To: Nodes[places[n.Member.AlikeId]]))
            // Two that are most like each other are one line, with the greater chance.
            .OrderByDescending(l => l.From.Member.Probability)
            .DistinctBy(l => string.CompareOrdinal(l.From.Member.Id, l.To.Member.Id) < 0 ? (l.From.Member.Id, l.To.Member.Id) : (l.To.Member.Id, l.From.Member.Id))
            .Select(l => new PictureLine(l.From, l.To, l.From.Member.Probability))];
    }

    /// <summary>Height of the picture: two lie beside each other, more take room.</summary>
    public int Height { get; }

    /// <summary>The members that are drawn.</summary>
    public IReadOnlyList<PictureNode> Nodes { get; }

    /// <summary>What each is most like.</summary>
    public IReadOnlyList<PictureLine> Lines { get; }

    /// <summary>Members that are not drawn.</summary>
    public int Left { get; }

    private PictureNode At(ProposedMemberView member, int place, int of)
    {
        var angle = (2 * Math.PI * place / of) - (of == 2 ? Math.PI : Math.PI / 2);
        return new PictureNode(member, (Width / 2d) + (Across * Math.Cos(angle)), (Height / 2d) + (((Height / 2d) - AboveAndBelow) * Math.Sin(angle)));
    }
}

/// <summary>A gap or a report in the picture.</summary>
internal sealed record PictureNode(ProposedMemberView Member, double X, double Y)
{
    /// <summary>The number it is known by.</summary>
    public string Name => ProposalModel.NameOf(Member);
}

/// <summary>Two that look alike, and the chance from 0 to 1 that they are the same.</summary>
internal sealed record PictureLine(PictureNode From, PictureNode To, double Probability);
