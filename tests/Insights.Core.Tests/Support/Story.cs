using System.Text.Encodings.Web;
using System.Text.Json;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Tests.Support;

/// <summary>What one command did: its answer, the tables it changed, the events and the audit lines it left.</summary>
internal sealed class Story(TestDatabase database, Fingerprint before, FeedHead head)
{
    private static readonly JsonSerializerOptions Readable =
        new(JsonColumn.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<Story> BeginAsync(TestDatabase database) =>
        new(database, await Fingerprint.OfAsync(database), await database.HeadAsync());

    /// <summary>A value as the texts of this project show it.</summary>
    public static string Text(object? value) => JsonSerializer.Serialize(value, Readable);

    public async Task<string> TellAsync(object? answer)
    {
        await using var db = database.Open();
        return Text(new
        {
            Answer = answer,
            Tables = (await Fingerprint.OfAsync(database)).ChangesSince(before),
            Feed = await db.FeedEvents.AsNoTracking().Where(e => e.Position > head.FeedPosition).OrderBy(e => e.Position)
                .Select(e => new { e.Position, e.Item }).ToListAsync(),
            Audit = await db.AuditEntries.AsNoTracking().Where(a => a.Position > head.AuditPosition).OrderBy(a => a.Position).ToListAsync(),
        });
    }

}
