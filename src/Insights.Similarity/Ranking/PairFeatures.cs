using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

internal sealed class PairFeatures(IndexView view, LookAlikeOptions options, FieldScoring scoring)
{
    public static readonly string[] Names = [
        "bm25f", "bm25f-back", "title-cosine", "title-cover", "title-covered", "title-in-body", "body-in-title", "cosine", "body-cosine", "title-grams",
        "rarest", "rarest-three", "shared", "mass", "jaccard", "days", "length-ratio", "title-length-ratio", "query-length", "length",
        "topic", "topic-conflict", "trait", "trait-conflict", "rarest-title", "title-cover-any", "title-covered-any"];

    public static double LogTf(uint counts)
    {
        var n = (counts & 0xFF) + ((counts >> 8) & 0xFF) + ((counts >> 16) & 0xFF) + (counts >> 24);
        return n == 0 ? 0 : Logs[Math.Min(n, 255)];
    }

    private static readonly double[] Logs = [.. Enumerable.Range(0, 256).Select(n => n == 0 ? 0 : 1 + Math.Log(n))];

    public void Compute(PairSide q, PairSide d, Span<double> into)
    {
        var a = q.Terms;
        var b = d.Terms;
        double tt = 0, tt2 = 0, tb = 0, bt = 0, ta = 0, at = 0, all = 0, body = 0, forth = 0, back = 0, mass = 0, r1 = 0, r2 = 0, r3 = 0, rt = 0;
        var shared = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i] < b[j]) { i++; continue; }
            if (a[i] > b[j]) { j++; continue; }
            var idf = q.Idf[i];
            if (idf > 0)
            {
                uint x = q.Counts[i], y = d.Counts[j];
                bool qt = (x & 0xFF) != 0, dt = (y & 0xFF) != 0, qb = x > 0xFF, db = y > 0xFF;
                if (qt && dt) { tt += idf; tt2 += idf * idf; rt = Math.Max(rt, idf); }
                if (qt && db) tb += idf;
                if (qb && dt) bt += idf;
                if (qt) ta += idf;
                if (dt) at += idf;
                all += LogTf(x) * LogTf(y) * idf * idf;
                body += LogTf(x & ~0xFFu) * LogTf(y & ~0xFFu) * idf * idf;
                forth += q.FieldWeight(x) * idf * scoring.Saturate(scoring.WeightedFrequency(y, d.Lengths));
                back += d.FieldWeight(y) * idf * scoring.Saturate(scoring.WeightedFrequency(x, q.Lengths));
                mass += idf;
                shared++;
                if (idf > r1) (r1, r2, r3) = (idf, r1, r2);
                else if (idf > r2) (r2, r3) = (idf, r2);
                else if (idf > r3) r3 = idf;
            }

            i++;
            j++;
        }

        var most = FieldScoring.Rarity(view.Count, 1);
        into[0] = Part(forth, q.Own);
        into[1] = Part(back, d.Own);
        into[2] = Part(tt2, Math.Sqrt(q.TitleSquares * d.TitleSquares));
        into[3] = Part(tt, q.TitleMass);
        into[4] = Part(tt, d.TitleMass);
        into[5] = Part(tb, q.TitleMass);
        into[6] = Part(bt, d.TitleMass);
        into[7] = Part(all, Math.Sqrt(q.Squares * d.Squares));
        into[8] = Part(body, Math.Sqrt(q.BodySquares * d.BodySquares));
        into[9] = Dice(q.Grams, d.Grams);
        into[10] = r1 / most;
        into[11] = (r1 + r2 + r3) / (3 * most);
        into[12] = Math.Log(1 + shared);
        into[13] = Math.Log(1 + mass);
        into[14] = Part(mass, q.Mass + d.Mass - mass);
        into[15] = Math.Log(1 + Math.Abs(q.Created - d.Created) / 86400.0);
        into[16] = Math.Abs(Math.Log((1.0 + q.Words - q.Lengths[0]) / (1.0 + d.Words - d.Lengths[0])));
        into[17] = Math.Abs(Math.Log((1.0 + q.Lengths[0]) / (1.0 + d.Lengths[0])));
        into[18] = Math.Log(1 + q.Words);
        into[19] = Math.Log(1 + d.Words);
        into[24] = rt / most;
        into[25] = Part(ta, q.TitleMass);
        into[26] = Part(at, d.TitleMass);
        Facts(q.Facts, d.Facts, into);
    }

    private void Facts(int[] q, int[] d, Span<double> into)
    {
        Span<double> agree = stackalloc double[3], conflict = stackalloc double[3];
        for (var f = 0; f < options.Facts.Count; f++)
        {
            int inQ = 0, inD = 0; double rarity = 0; var common = 0;
            foreach (var fact in d) { if (view.FactField(fact) == f) inD++; }
            if (inD == 0) continue;
            foreach (var fact in q)
            {
                if (view.FactField(fact) != f) continue;
                inQ++;
                if (Array.IndexOf(d, fact) >= 0) { common++; rarity += FieldScoring.Rarity(view.Count, view.DocumentsWithFact(fact)) / FieldScoring.Rarity(view.Count, 1); }
            }
            if (inQ == 0) continue;
            var role = (int)options.Facts[f].Role;
            if (common == 0) conflict[role]++;
            else agree[role] += rarity / Math.Min(inQ, inD);
        }
        into[20] = agree[(int)FactRole.Topic]; into[21] = conflict[(int)FactRole.Topic]; into[22] = agree[(int)FactRole.Trait]; into[23] = conflict[(int)FactRole.Trait];
    }

    private static double Dice(int[] a, int[] b)
    {
        if (a.Length == 0 || b.Length == 0) return 0;
        int i = 0, j = 0, n = 0;
        while (i < a.Length && j < b.Length)
        {
            if (a[i] == b[j]) { n++; i++; j++; }
            else if (a[i] < b[j]) i++;
            else j++;
        }
        return 2.0 * n / (a.Length + b.Length);
    }

    private static double Part(double part, double whole) => whole > 0 ? part / whole : 0;
}
