using Insights.Core.Data;

namespace Insights.Core.Cases;

/// <summary>
/// How many case ids a person may exchange: whoever may exchange ids can ask whether a case is in here, so guessing is
/// made slow. Two buckets a person, which fill up evenly; kept in memory, so a restart fills them. Safe to share.
/// </summary>
/// <param name="clock">Tells how much has flowed in since.</param>
/// <param name="perMinute">What may be exchanged at once, and within a minute.</param>
/// <param name="perDay">What may be exchanged within a day.</param>
public sealed class CaseAllowance(TimeProvider clock, int perMinute = CaseAllowance.UsualPerMinute, int perDay = CaseAllowance.UsualPerDay)
{
    public const int UsualPerMinute = 120;
    public const int UsualPerDay = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<PersonId, (Bucket Minute, Bucket Day)> _buckets = [];

    /// <summary>Takes so many out of the allowance, or tells how long to wait for them.</summary>
    /// <returns>Null when they are taken.</returns>
    public TimeSpan? Take(PersonId person, int ids)
    {
        lock (_gate)
        {
            if (!_buckets.TryGetValue(person, out var of))
                _buckets[person] = of = (new Bucket(perMinute, TimeSpan.FromMinutes(1), clock), new Bucket(perDay, TimeSpan.FromDays(1), clock));
            var (minute, day) = (of.Minute.WaitFor(ids), of.Day.WaitFor(ids));
            if (minute > TimeSpan.Zero || day > TimeSpan.Zero)
                return minute > day ? minute : day;
            of.Minute.Take(ids);
            of.Day.Take(ids);
            return null;
        }
    }

    private sealed class Bucket(int holds, TimeSpan fillsIn, TimeProvider clock)
    {
        private double _content = holds;
        private long _asOf = clock.GetTimestamp();

        public TimeSpan WaitFor(int ids)
        {
            var now = clock.GetTimestamp();
            _content = Math.Min(holds, _content + (clock.GetElapsedTime(_asOf, now) / fillsIn * holds));
            _asOf = now;
            return ids <= _content ? TimeSpan.Zero : (ids - _content) / holds * fillsIn;
        }

        public void Take(int ids) => _content -= ids;
    }
}
