using Insights.Similarity.Index;

namespace Insights.Similarity.Clustering;

/// <summary>Proposes clusters of documents that look alike, under what people have said.</summary>
/// <remarks>
/// <para>Each document asks for its neighbours; two documents are linked by the mean of the chances that each gives the other. Blocks of
/// documents that people linked count as one: two blocks are as like as their most alike documents. Blocks are then joined by average
/// linkage, never against <see cref="ClusterConstraints.Apart"/>.</para>
/// <para><b>Hubs and templates.</b> Only the strongest <see cref="MostNeighbours"/> links of a document count, and a cluster has at most
/// 25 blocks. Pairs without telling words in common have no chance at all: see <see cref="LookAlikeModel"/>.</para>
/// <para><b>Stable.</b> <see cref="Update"/> compares one document anew and joins again only what hangs together with it; all other clusters stay
/// as they are, to the bit. A sweep may still find a little more: others may have the document near the head of their lists though it has not them.</para>
/// <para>Deterministic: equal documents, model and constraints give equal clusters, however many threads sweep. One sweep or update at a time;
/// searches and writes go on beside it.</para>
/// </remarks>
public sealed class ClusterProposer
{
    /// <summary>Links of one document that count.</summary>
    public const int MostNeighbours = 10;

    /// <summary>At least one processor is left to whatever else goes on.</summary>
    private static readonly int Threads = Math.Clamp(Environment.ProcessorCount - 1, 1, 2);

    private const int DocumentsPerReport = 500;

    /// <summary>Chances below the edge by more than this factor are not kept: they could not hold anything together.</summary>
    private const double FloorBelowEdge = 4;

    /// <summary>What the mean of both directions comes to where one direction alone reaches the edge of one-click acceptance: the earlier
    /// document seldom has the later one as near the head of its list. Placed where, on the dev tracker's reports of 2013 and by a model of the years
    /// before, nine of ten pairs were right: more than is sought, because ten are few.</summary>
    private const double BothOfOne = 0.7;

    private readonly LookAlikeIndex _index;
    private readonly LookAlikeModel _model;
    private readonly double _edge;
    private Blocks _blocks;
    private readonly double _floor;

    /// <summary>By document, by neighbour: the chance it gives the neighbour, and the neighbour gives it. Kept in both directions.</summary>
    private readonly Dictionary<string, Dictionary<string, (double Own, double Other)>> _near = new(StringComparer.Ordinal);

    /// <summary>Knows no clusters yet: sweep first, or update document by document.</summary>
    /// <param name="index">Read, never changed.</param>
    /// <param name="model">Gives the chances.</param>
    /// <param name="constraints">What people have said. When they say more, see <see cref="Under"/>.</param>
    /// <param name="edge">The average chance that holds a cluster together; half of <see cref="LookAlikeModel.SuggestFrom"/> where none is given,
    /// because a link is the mean of what two documents give each other, and often only one of them has the other near the head of its list.</param>
    public ClusterProposer(LookAlikeIndex index, LookAlikeModel model, ClusterConstraints constraints, double? edge = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(constraints);
        (_index, _model, _blocks, _edge) = (index, model, new Blocks(constraints), edge ?? model.SuggestFrom / 2);
        _floor = _edge / FloorBelowEdge;
        if (!(_edge > 0 && _edge <= 1)) throw new ArgumentOutOfRangeException(nameof(edge), "The edge is a chance above 0.");
    }

    /// <summary>Keys that people linked to a group in which someone keeps them apart from a member.</summary>
    public IReadOnlyList<string> Refused => _blocks.Refused;

    /// <summary>What people linked, group by group as joined, each in the order of its keys.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Linked => [.. _blocks.All];

    /// <summary>Compares all documents of the index and proposes clusters, the likeliest first.</summary>
    /// <param name="progress">Told every few hundred documents, from the sweeping threads.</param>
    /// <param name="giveWay">Called before each document, on the sweeping threads, which wait for as long as it takes.</param>
    /// <param name="ct">Stops within a document's time; nothing is known then until the next sweep.</param>
    public IReadOnlyList<ProposedCluster> Sweep(IProgress<SweepProgress>? progress = null, Action? giveWay = null, CancellationToken ct = default)
    {
        var view = _index.View();
        var slots = Enumerable.Range(0, view.SlotLimit).Where(view.IsAlive).ToArray();
        var found = new List<Neighbour>[slots.Length];
        var done = 0;
        ct.ThrowIfCancellationRequested();
        _near.Clear();
        if (slots.Length == 0) return [];
        var next = -1;
        void Compare()
        {
            try
            {
                var likeness = new Likeness(view, _model);
                while (!ct.IsCancellationRequested && Interlocked.Increment(ref next) is var i && i < slots.Length)
                {
                    giveWay?.Invoke();
                    found[i] = likeness.Of(slots[i], _floor);
                    var now = Interlocked.Increment(ref done);
                    if (now % DocumentsPerReport == 0 || now == slots.Length) progress?.Report(new SweepProgress(now, slots.Length));
                }
            }
            finally
            {
                // Nothing is left once one has done the last; and where one failed, the others need not go on.
                Interlocked.Exchange(ref next, slots.Length);
            }
        }

        // Threads of their own: those of the pool are few, and somebody waits for what they do.
        Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(Compare, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
            .GetAwaiter().GetResult();
        ct.ThrowIfCancellationRequested();

        for (var i = 0; i < slots.Length; i++)
        {
            foreach (var neighbour in found[i].Take(MostNeighbours)) Keep(view.Key(slots[i]), neighbour);
        }

        return Proposals(view, new HashSet<string>(_near.Keys, StringComparer.Ordinal));
    }

    /// <summary>Proposes anew under what people say now, from the chances that are known already: no document is compared.</summary>
    /// <param name="constraints">All that people say, not only what is new.</param>
    /// <returns>All clusters, the likeliest first.</returns>
    public IReadOnlyList<ProposedCluster> Under(ClusterConstraints constraints)
    {
        ArgumentNullException.ThrowIfNull(constraints);
        _blocks = new Blocks(constraints);
        return Proposals(_index.View(), new HashSet<string>(_near.Keys, StringComparer.Ordinal));
    }

    /// <summary>Compares one document anew, after it was put or removed, and proposes again what hangs together with it.</summary>
    /// <returns>The clusters of all documents that hang together with it now or did before; they replace those proposed before for any of these.
    /// The likeliest first; empty when it is like none.</returns>
    public IReadOnlyList<ProposedCluster> Update(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var view = _index.View();
        var touched = Reached([key]);
        var partners = Near(key).Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var partner in partners) _near[partner].Remove(key);
        _near.Remove(key);
        if (view.SlotOf(key) is var slot and >= 0)
        {
            var likeness = new Likeness(view, _model);
            foreach (var neighbour in likeness.Of(slot, _floor).Take(MostNeighbours))
            {
                Keep(key, neighbour);
                partners.Add(neighbour.Key);
            }

            // Those near it give it a chance too. What they give each other stays as it is.
            foreach (var partner in partners)
            {
                if (view.SlotOf(partner) is not (var there and >= 0)) continue;
                foreach (var back in likeness.Of(there, _floor).Take(MostNeighbours).Where(n => n.Key == key)) Keep(partner, back);
            }
        }

        touched.UnionWith(Reached([key]));
        return Proposals(view, touched);
    }

    private void Keep(string key, Neighbour neighbour)
    {
        var (forth, back) = (Near(key), Near(neighbour.Key));
        _near[key] = forth;
        _near[neighbour.Key] = back;
        forth[neighbour.Key] = forth.GetValueOrDefault(neighbour.Key) with { Own = neighbour.Chance };
        back[key] = back.GetValueOrDefault(key) with { Other = neighbour.Chance };
    }

    private Dictionary<string, (double Own, double Other)> Near(string key) =>
        _near.TryGetValue(key, out var near) ? near : new(StringComparer.Ordinal);

    private double Chance(string a, string b) => Near(a).TryGetValue(b, out var chance) ? (chance.Own + chance.Other) / 2 : 0;

    /// <summary>The documents that hang together with some: by people's links, and by chances that reach the edge, since no average can reach it
    /// without one that does.</summary>
    private HashSet<string> Reached(IEnumerable<string> from)
    {
        var reached = new HashSet<string>(from, StringComparer.Ordinal);
        var ahead = new Queue<string>(reached);
        while (ahead.TryDequeue(out var key))
        {
            foreach (var next in _blocks.Members(_blocks.Of(key)).Concat(Near(key).Keys.Where(k => Chance(key, k) >= _edge)))
            {
                if (reached.Add(next)) ahead.Enqueue(next);
            }
        }

        return reached;
    }

    private List<ProposedCluster> Proposals(IndexView view, HashSet<string> among)
    {
        var links = new Dictionary<(string, string), double>();
        foreach (var key in among)
        {
            foreach (var other in Near(key).Keys.Where(among.Contains))
            {
                var (a, b) = (_blocks.Of(key), _blocks.Of(other));
                if (a == b || string.CompareOrdinal(key, other) > 0) continue;
                var pair = string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
                links[pair] = Math.Max(links.GetValueOrDefault(pair), Chance(key, other));
            }
        }

        var clusters = Linkage.Clusters(_blocks, [.. links.Select(l => new BlockLink(l.Key.Item1, l.Key.Item2, l.Value))], _edge);
        var reasons = new Reasons(view, _model);
        return [.. clusters.Select(blocks => Propose(view, blocks, links, reasons)).OrderByDescending(c => c.Probability)
            .ThenBy(c => c.Members[0].Key, StringComparer.Ordinal)];
    }

    private ProposedCluster Propose(IndexView view, List<string> blocks, Dictionary<(string, string), double> links, Reasons reasons)
    {
        double Link(string a, string b) => links.GetValueOrDefault(string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a));
        var keys = blocks.SelectMany(_blocks.Members).Where(k => view.SlotOf(k) >= 0).Order(StringComparer.Ordinal).ToList();
        var members = new List<ClusterMember>(keys.Count);
        foreach (var key in keys)
        {
            var block = _blocks.Of(key);
            var best = keys.Where(k => _blocks.Of(k) != block).MaxBy(k => Chance(key, k))!;
            var (matches, other) = reasons.Of(view.SlotOf(key), view.SlotOf(best));
            members.Add(new ClusterMember(key, best, Chance(key, best), _blocks.Members(block).Count > 1, matches, other));
        }

        var canonical = keys.OrderByDescending(k => keys.Sum(other => Chance(k, other))).ThenBy(k => view.CreatedOf(view.SlotOf(k)))
            .ThenBy(k => k, StringComparer.Ordinal).First();
        var sum = 0.0;
        for (var i = 0; i < blocks.Count; i++)
        {
            for (var j = i + 1; j < blocks.Count; j++) sum += Link(blocks[i], blocks[j]);
        }

        var weakest = blocks.Min(b => blocks.Where(o => o != b).Max(o => Link(b, o)));
        return new ProposedCluster(members, canonical, sum / (blocks.Count * (blocks.Count - 1) / 2), weakest >= _model.AcceptFrom * BothOfOne);
    }
}
