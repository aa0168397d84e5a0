using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Insights.Web.Hosting;

/// <summary>So much a minute for each caller, as a bucket that refills evenly. Safe to share.</summary>
/// <remarks>A bucket that stands full for some seconds is forgotten, so memory follows who asks now.</remarks>
internal sealed class Quota<TKey> : IDisposable where TKey : notnull
{
    private readonly string _name;
    private readonly int _perMinute;
    private readonly PartitionedRateLimiter<TKey> _buckets;

    public Quota(string name, int perMinute)
    {
        (_name, _perMinute) = (name, perMinute);
        // As close to a second as whole ones come, and never less in the minute than is said.
        var tokens = Math.Max(1, perMinute / 60);
        var period = TimeSpan.FromSeconds(60.0 * tokens / perMinute);
        _buckets = PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = period,
            QueueLimit = 0,
        }));
    }

    /// <summary>Takes one; false when there is none left.</summary>
    public bool Take(TKey caller)
    {
        using var lease = _buckets.AttemptAcquire(caller);
        return lease.IsAcquired;
    }

    /// <summary>Seconds until there is one again.</summary>
    public string RetryAfter => Text(Math.Max(1, (int)Math.Ceiling(60.0 / _perMinute)));

    /// <summary>Says on the answer what holds and what is left of it (draft-ietf-httpapi-ratelimit-headers).</summary>
    public void Tell(TKey caller, IHeaderDictionary headers)
    {
        var left = Left(caller);
        headers["RateLimit-Policy"] = $"\"{_name}\";q={Text(_perMinute)};w=60";
        headers["RateLimit"] = $"\"{_name}\";r={Text(left)};t={Text((int)Math.Ceiling((_perMinute - left) * 60.0 / _perMinute))}";
    }

    public void Dispose() => _buckets.Dispose();

    private int Left(TKey caller) => (int)(_buckets.GetStatistics(caller)?.CurrentAvailablePermits ?? _perMinute);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// A place for each caller's address, out of a fixed number, so that no multitude of addresses takes memory. Two that
/// share one share what it allows; which do is different in every process.
/// </summary>
internal static class AddressPlace
{
    /// <summary>How many places there are.</summary>
    public const int Places = 1 << 14;

    /// <summary>Bytes of an IPv6 address that tell one customer of a network from another; the rest they choose themselves.</summary>
    private const int NetworkBytes = 8;

    public static int Of(IPAddress? address)
    {
        if (address is null)
            return 0;
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        var hash = new HashCode();
        hash.AddBytes(address.AddressFamily is AddressFamily.InterNetworkV6 && bytes.Length > 4 ? bytes.AsSpan(0, NetworkBytes) : bytes);
        return hash.ToHashCode() & (Places - 1);
    }
}
