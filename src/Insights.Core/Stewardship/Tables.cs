using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>The tables of this feature.</summary>
public static class StewardshipTables
{
    extension(InsightsDb db)
    {
        public DbSet<AllowedEntry> AllowedEntries => db.Set<AllowedEntry>();

        public DbSet<WithheldText> WithheldTexts => db.Set<WithheldText>();

        public DbSet<WithheldPlace> WithheldPlaces => db.Set<WithheldPlace>();

        public DbSet<Erasure> Erasures => db.Set<Erasure>();
    }
}
