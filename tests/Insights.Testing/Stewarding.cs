using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Microsoft.EntityFrameworkCore;

namespace Insights.Testing;

/// <summary>Short ways to texts that the guard lets pass today and finds tomorrow.</summary>
public static class Stewarding
{
    /// <summary>A synthetic value the guard refuses.</summary>
    public const string Value = "somebody@example.com";

    public const string Marked = "Ask somebody@example.com which reading holds.";

    public static Task<AllowedStringView> AllowAsync(this TestDatabase database, string text = Value) =>
        database.SendAsync(SomePeople.PrivacySteward, new AllowString(text, "It is an address of the platform.", database.Day(90), null));

    public static async Task RevokeAsync(this TestDatabase database, AllowedStringView entry) =>
        await database.SendAsync(SomePeople.PrivacySteward, new RevokeAllowedString(entry.Id.Value, entry.Version));

    /// <summary>Screens everything, in steps as small as the worker might take.</summary>
    public static async Task<RescanStep> RescanAsync(this TestDatabase database, int rows = 7)
    {
        var all = new RescanStep(0, 0, 0);
        while (await database.SendAsync(Actor.System, new RescanTexts(rows)) is { Looked: > 0 } step)
            all = new RescanStep(all.Looked + step.Looked, all.Withheld + step.Withheld, all.Masked + step.Masked);
        return all;
    }

    /// <summary>Lets the value pass, has something written with it, stops letting it pass, and screens again.</summary>
    public static async Task<T> WithheldAsync<T>(this TestDatabase database, Func<Task<T>> write)
    {
        var entry = await database.AllowAsync();
        var written = await write();
        await database.RevokeAsync(entry);
        await database.RescanAsync();
        return written;
    }

    public static Task<ReportView> WithheldReportAsync(this TestDatabase database) =>
        database.WithheldAsync(() => database.FileAsync(Some.Ambiguity() with { Title = Marked }));

    public static async Task<IReadOnlyList<WithheldTextView>> WithheldTextsAsync(this TestDatabase database, WithheldState? state = WithheldState.Open) =>
        (await database.SendAsync(SomePeople.PrivacySteward, new WithheldTextList(state, 100, null))).Items;

    /// <summary>An erasure that one steward has asked for.</summary>
    public static Task<ErasureView> RedactionAsync(this TestDatabase database, string words, Actor? by = null) =>
        database.SendAsync(by ?? SomePeople.OtherSteward, new RequestErasure(ErasureKind.Redact, ErasureReason.PersonalData, words, null, null));

    public static Task<ErasureView> PurgeAsync(this TestDatabase database, string target, Actor? by = null) =>
        database.SendAsync(by ?? SomePeople.OtherSteward, new RequestErasure(ErasureKind.Purge, ErasureReason.DataSubjectRequest, null, target, null));

    public static Task<ErasureView> ApproveAsync(this TestDatabase database, ErasureView erasure) =>
        database.SendAsync(SomePeople.PrivacySteward, new ApproveErasure(erasure.Id.Value, erasure.Version));

    /// <summary>Every stored text with these words, in whatever table, set-apart ones included.</summary>
    public static async Task<int> CountSayingAsync(this TestDatabase database, string words)
    {
        await using var db = database.Open();
        var count = 0;
        foreach (var table in TextTables.Of(db))
            count += (await table.SayingAsync(db, words, int.MaxValue, CancellationToken.None)).Count;
        return count + (await db.WithheldTexts.ToListAsync()).Count(w => w.Text.Value.Contains(words, StringComparison.OrdinalIgnoreCase));
    }
}
