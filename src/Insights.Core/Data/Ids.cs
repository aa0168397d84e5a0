using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Insights.Core.Data;

/// <summary>A public id: a prefix that names the kind of thing, and a ULID.</summary>
public interface IPrefixedId<TSelf> where TSelf : struct, IPrefixedId<TSelf>
{
    static abstract string Prefix { get; }

    string Value { get; }

    static abstract TSelf Of(string value);
}

/// <summary>A report, <c>rpt_…</c>.</summary>
public readonly record struct ReportId(string Value) : IPrefixedId<ReportId>
{
    public static string Prefix => "rpt_";

    public static ReportId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A gap, <c>gap_…</c>.</summary>
public readonly record struct GapId(string Value) : IPrefixedId<GapId>
{
    public static string Prefix => "gap_";

    public static GapId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A cluster operation, <c>opn_…</c>.</summary>
public readonly record struct OperationId(string Value) : IPrefixedId<OperationId>
{
    public static string Prefix => "opn_";

    public static OperationId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>An event of the feed, <c>evt_…</c>.</summary>
public readonly record struct EventId(string Value) : IPrefixedId<EventId>
{
    public static string Prefix => "evt_";

    public static EventId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A decision record, <c>dec_…</c>.</summary>
public readonly record struct DecisionId(string Value) : IPrefixedId<DecisionId>
{
    public static string Prefix => "dec_";

    public static DecisionId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A comment, question, answer or note, <c>cmt_…</c>.</summary>
public readonly record struct CommentId(string Value) : IPrefixedId<CommentId>
{
    public static string Prefix => "cmt_";

    public static CommentId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>An entry of the allow-list, <c>alw_…</c>.</summary>
public readonly record struct AllowedStringId(string Value) : IPrefixedId<AllowedStringId>
{
    public static string Prefix => "alw_";

    public static AllowedStringId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A withheld text, <c>wht_…</c>.</summary>
public readonly record struct WithheldTextId(string Value) : IPrefixedId<WithheldTextId>
{
    public static string Prefix => "wht_";

    public static WithheldTextId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>An erasure, <c>ers_…</c>.</summary>
public readonly record struct ErasureId(string Value) : IPrefixedId<ErasureId>
{
    public static string Prefix => "ers_";

    public static ErasureId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A saved view of the gaps, <c>viw_…</c>.</summary>
public readonly record struct ViewId(string Value) : IPrefixedId<ViewId>
{
    public static string Prefix => "viw_";

    public static ViewId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A registered reader of the feed, <c>con_…</c>.</summary>
public readonly record struct ConsumerId(string Value) : IPrefixedId<ConsumerId>
{
    public static string Prefix => "con_";

    public static ConsumerId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A key that a consumer signs in with, <c>key_…</c>. It is not the secret.</summary>
public readonly record struct ApiKeyId(string Value) : IPrefixedId<ApiKeyId>
{
    public static string Prefix => "key_";

    public static ApiKeyId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>What a consumer did with an item of the feed, <c>rct_…</c>.</summary>
public readonly record struct ReceiptId(string Value) : IPrefixedId<ReceiptId>
{
    public static string Prefix => "rct_";

    public static ReceiptId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A calibration round, <c>cal_…</c>.</summary>
public readonly record struct CalibrationRoundId(string Value) : IPrefixedId<CalibrationRoundId>
{
    public static string Prefix => "cal_";

    public static CalibrationRoundId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A scenario, <c>scn_…</c>.</summary>
public readonly record struct ScenarioId(string Value) : IPrefixedId<ScenarioId>
{
    public static string Prefix => "scn_";

    public static ScenarioId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>An endpoint that events are sent to, <c>whe_…</c>.</summary>
public readonly record struct WebhookId(string Value) : IPrefixedId<WebhookId>
{
    public static string Prefix => "whe_";

    public static WebhookId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A person or machine that signs in, <c>per_…</c>.</summary>
public readonly record struct PersonId(string Value) : IPrefixedId<PersonId>
{
    public static string Prefix => "per_";

    /// <summary>The product itself.</summary>
    public static PersonId System { get; } = new("per_00000000000000000000000000");

    public static PersonId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>A session at a page, <c>ses_…</c>. It opens nothing by itself: the cookie holds it encrypted.</summary>
public readonly record struct SessionId(string Value) : IPrefixedId<SessionId>
{
    public static string Prefix => "ses_";

    public static SessionId Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>Reads public ids from text.</summary>
public static class PublicIds
{
    /// <summary>Characters of any public id: prefix and ULID.</summary>
    public const int Length = 30;

    /// <summary>Whether the text is an id of this kind; nothing is said of its existence.</summary>
    public static bool TryParse<TId>([NotNullWhen(true)] string? text, out TId id) where TId : struct, IPrefixedId<TId>
    {
        id = default;
        if (text is null || text.Length != Length || !text.StartsWith(TId.Prefix, StringComparison.Ordinal)
            || !Ulid.TryParse(text.AsSpan(TId.Prefix.Length), out var ulid))
            return false;
        // The library reads letters outside the alphabet as others; only what it would write itself is an id.
        id = TId.Of(TId.Prefix + ulid);
        return id.Value == text;
    }

    public static TId? ParseOrNull<TId>(string? text) where TId : struct, IPrefixedId<TId> =>
        TryParse<TId>(text, out var id) ? id : null;
}

/// <summary>
/// Makes ids. The time inside is cut to the day, since ids leave through the feed and nothing finer than a day
/// may; order within a day comes from numbers and positions. Randomness and time arrive through the constructor,
/// so that tests replay. Safe to share.
/// </summary>
public sealed class IdSource(TimeProvider clock, Action<byte[]> fillRandom)
{
    /// <summary>Ids from the operating system's random source.</summary>
    public IdSource(TimeProvider clock) : this(clock, bytes => RandomNumberGenerator.Fill(bytes))
    {
    }

    public TId Next<TId>() where TId : struct, IPrefixedId<TId>
    {
        var random = new byte[10];
        fillRandom(random);
        return TId.Of(TId.Prefix + Ulid.NewUlid(new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero), random));
    }

    /// <summary>So many random bytes, for a secret.</summary>
    public byte[] Secret(int bytes)
    {
        var random = new byte[bytes];
        fillRandom(random);
        return random;
    }
}
