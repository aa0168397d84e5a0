using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PrecedentCitations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Cites",
                table: "decision",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            // Decisions from before say in their content alone whom they cite.
            migrationBuilder.Sql("""
                UPDATE decision SET "Cites" = (SELECT json_group_array(json_extract(p."value", '$.decisionId')) FROM json_each("Content", '$.precedents') p)
                WHERE json_array_length("Content", '$.precedents') > 0
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Cites",
                table: "decision");
        }
    }
}
