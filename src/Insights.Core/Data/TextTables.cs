using System.Collections.Concurrent;
using System.Globalization;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Insights.Core.Data;

/// <summary>Marks a table whose texts are set apart already, so that screening them again would find them again.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SetApartAttribute : Attribute;

/// <summary>Every table that holds guarded text, read off the model.</summary>
public static class TextTables
{
    /// <summary>Name of the column that says which rules a row's texts have passed.</summary>
    public const string RuleSetVersion = "RuleSetVersion";

    private static readonly ConcurrentDictionary<IModel, IReadOnlyList<TextTable>> Known = new();

    /// <summary>The tables of this database, in the order of their names.</summary>
    public static IReadOnlyList<TextTable> Of(InsightsDb db) => Known.GetOrAdd(db.Model, static model =>
    [
        .. from entity in model.GetEntityTypes()
           where !entity.ClrType.IsDefined(typeof(SetApartAttribute), inherit: false)
           let texts = entity.GetProperties().Where(p => GuardedTexts.AreIn(p.ClrType)).ToList()
           where texts.Count > 0
           orderby entity.GetTableName()
           select (TextTable)Activator.CreateInstance(typeof(TextTable<>).MakeGenericType(entity.ClrType), entity, texts)!,
    ]);

    /// <summary>The table of this name.</summary>
    public static TextTable Named(InsightsDb db, string name) => Of(db).Single(table => table.Name == name);

    /// <summary>Has every row of every table screened again.</summary>
    public static async Task MarkAllAsync(InsightsDb db, CancellationToken ct)
    {
        foreach (var table in Of(db))
            await table.MarkAllAsync(db, ct);
    }
}

/// <summary>One table that holds guarded text.</summary>
public abstract class TextTable(IEntityType entity, IReadOnlyList<IProperty> texts)
{
    public string Name { get; } = entity.GetTableName()!;

    public Type Entity => entity.ClrType;

    internal IReadOnlyList<IProperty> Texts => texts;

    /// <summary>Rows that have not passed the rules of this version, tracked, in the order of their keys.</summary>
    public abstract Task<List<TextRow>> UnscreenedAsync(InsightsDb db, int version, int most, CancellationToken ct);

    public abstract Task<int> CountUnscreenedAsync(InsightsDb db, int version, CancellationToken ct);

    /// <summary>Rows in whose texts these words occur, tracked.</summary>
    public abstract Task<List<TextRow>> SayingAsync(InsightsDb db, string words, int most, CancellationToken ct);

    public abstract Task MarkAllAsync(InsightsDb db, CancellationToken ct);

    /// <summary>The row with this key, tracked; null when it is gone.</summary>
    public async Task<TextRow?> FindAsync(InsightsDb db, string key, CancellationToken ct)
    {
        var parts = key.Split('/');
        var values = entity.FindPrimaryKey()!.Properties.Select((property, i) => FromText(property, parts[i])).ToArray();
        return await db.FindAsync(entity.ClrType, values, ct) is { } row ? RowOf(db, row) : null;
    }

    internal TextRow RowOf(InsightsDb db, object row) => new(this, db.Entry(row));

    internal string KeyOf(EntityEntry row) => string.Join('/', entity.FindPrimaryKey()!.Properties.Select(property => ToText(property, row.Property(property.Name).CurrentValue)));

    private static string ToText(IProperty property, object? value) =>
        Convert.ToString(property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value, CultureInfo.InvariantCulture)!;

    private static object? FromText(IProperty property, string text)
    {
        var converter = property.GetTypeMapping().Converter;
        var stored = Convert.ChangeType(text, converter?.ProviderClrType ?? property.ClrType, CultureInfo.InvariantCulture);
        return converter is null ? stored : converter.ConvertFromProvider(stored);
    }
}

internal sealed class TextTable<TEntity>(IEntityType entity, IReadOnlyList<IProperty> texts) : TextTable(entity, texts) where TEntity : class
{
    private readonly string[] _key = [.. entity.FindPrimaryKey()!.Properties.Select(p => p.Name)];

    public override async Task<List<TextRow>> UnscreenedAsync(InsightsDb db, int version, int most, CancellationToken ct)
    {
        var rows = Unscreened(db, version).OrderBy(row => EF.Property<object>(row, _key[0]));
        foreach (var next in _key.Skip(1))
            rows = rows.ThenBy(row => EF.Property<object>(row, next));
        return [.. (await rows.Take(most).ToListAsync(ct)).Select(row => RowOf(db, row))];
    }

    public override Task<int> CountUnscreenedAsync(InsightsDb db, int version, CancellationToken ct) => Unscreened(db, version).CountAsync(ct);

    public override async Task<List<TextRow>> SayingAsync(InsightsDb db, string words, int most, CancellationToken ct)
    {
        // Texts inside a column of JSON are escaped there, so the database cannot look for words; one row at a time can.
        var found = new List<TextRow>();
        await foreach (var row in db.Set<TEntity>().AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            if (!Texts.SelectMany(p => GuardedTexts.In(p.PropertyInfo!.GetValue(row))).Any(t => t.Text.Says(words)))
                continue;
            found.Add(RowOf(db, Tracked(db, row)));
            if (found.Count == most)
                break;
        }

        return found;
    }

    public override Task MarkAllAsync(InsightsDb db, CancellationToken ct) => db.Set<TEntity>()
        .ExecuteUpdateAsync(row => row.SetProperty(r => EF.Property<int>(r, TextTables.RuleSetVersion), 0), ct);

    private static IQueryable<TEntity> Unscreened(InsightsDb db, int version) =>
        db.Set<TEntity>().Where(row => EF.Property<int>(row, TextTables.RuleSetVersion) < version);

    private static TEntity Tracked(InsightsDb db, TEntity row)
    {
        var entry = db.Entry(row);
        if (db.ChangeTracker.Entries<TEntity>().FirstOrDefault(e => e.Metadata.FindPrimaryKey()!.Properties.All(
            p => Equals(e.Property(p.Name).CurrentValue, entry.Property(p.Name).CurrentValue))) is { } known)
            return known.Entity;
        entry.State = EntityState.Unchanged;
        return row;
    }
}

/// <summary>One row with its texts; what is rewritten is saved with the command.</summary>
public sealed class TextRow(TextTable table, EntityEntry row)
{
    public TextTable Table => table;

    public object Entity => row.Entity;

    public string Key => table.KeyOf(row);

    /// <summary>Each text with its path, such as <c>Content.Readings.0.Outcome</c>.</summary>
    public IEnumerable<(string Path, GuardedText Text)> Texts =>
        table.Texts.SelectMany(property => GuardedTexts.In(row.Property(property.Name).CurrentValue, property.Name));

    /// <summary>The report it is or belongs to.</summary>
    public ReportId? Report => IdOf<ReportId>();

    /// <summary>The gap it is or belongs to.</summary>
    public GapId? Gap => IdOf<GapId>();

    /// <summary>Puts other texts in place; says whether any changed.</summary>
    public bool Rewrite(Func<string, GuardedText, GuardedText> rewrite)
    {
        var changed = false;
        foreach (var property in table.Texts)
        {
            var before = row.Property(property.Name).CurrentValue;
            var after = GuardedTexts.Rewritten(before, rewrite, property.Name);
            if (ReferenceEquals(before, after))
                continue;
            row.Property(property.Name).CurrentValue = after;
            changed = true;
        }

        return changed;
    }

    /// <summary>Notes that the texts have passed the rules of this version.</summary>
    public void MarkScreened(int version) => row.Property(TextTables.RuleSetVersion).CurrentValue = version;

    private TId? IdOf<TId>() where TId : struct, IPrefixedId<TId> => row.Properties
        .Where(p => p.Metadata.ClrType == typeof(TId) || p.Metadata.ClrType == typeof(TId?))
        .Select(p => (TId?)p.CurrentValue).FirstOrDefault(id => id is not null);
}
