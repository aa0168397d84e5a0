using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Insights.Core.Data;

/// <summary>
/// The database. One derived context per provider lives in Insights.Storage; each feature brings its own
/// tables and reaches them by an extension in its folder, so that this file knows none of them.
/// </summary>
public abstract class InsightsDb(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(InsightsDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<GuardedText>().HaveConversion<GuardedTextColumn>();
        configurationBuilder.Properties<CaseToken>().HaveConversion<CaseTokenColumn>().HaveMaxLength(40);
        Id<ReportId>(configurationBuilder);
        Id<GapId>(configurationBuilder);
        Id<OperationId>(configurationBuilder);
        Id<EventId>(configurationBuilder);
        Id<DecisionId>(configurationBuilder);
        Id<CommentId>(configurationBuilder);
        Id<PersonId>(configurationBuilder);
        Id<AllowedStringId>(configurationBuilder);
        Id<WithheldTextId>(configurationBuilder);
        Id<ErasureId>(configurationBuilder);
        Id<ViewId>(configurationBuilder);
        Id<ConsumerId>(configurationBuilder);
        Id<ApiKeyId>(configurationBuilder);
        Id<ReceiptId>(configurationBuilder);
        Id<ScenarioId>(configurationBuilder);
        Id<CalibrationRoundId>(configurationBuilder);
        Id<WebhookId>(configurationBuilder);
        Id<SessionId>(configurationBuilder);
    }

    private static void Id<TId>(ModelConfigurationBuilder configuration) where TId : struct, IPrefixedId<TId> =>
        configuration.Properties<TId>().HaveConversion<IdColumn<TId>>().HaveMaxLength(PublicIds.Length);
}

internal sealed class IdColumn<TId>() : ValueConverter<TId, string>(id => id.Value, text => Of(text))
    where TId : struct, IPrefixedId<TId>
{
    private static TId Of(string text) => TId.Of(text);
}

/// <summary>Instants are stored as whole milliseconds since 1970, which every provider orders alike.</summary>
internal sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
    at => at.ToUnixTimeMilliseconds(), ms => DateTimeOffset.FromUnixTimeMilliseconds(ms));

internal sealed class GuardedTextColumn() : ValueConverter<GuardedText, string>(
    text => text.Value, stored => GuardedText.Stored(stored));

internal sealed class CaseTokenColumn() : ValueConverter<CaseToken, string>(
    token => token.Value, stored => CaseToken.Parse(stored));
