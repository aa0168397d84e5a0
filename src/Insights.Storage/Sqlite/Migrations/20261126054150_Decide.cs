using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Decide : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DueClock",
                table: "gap",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "DueOn",
                table: "gap",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Code",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PersonId",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "decision_draft",
                columns: table => new
                {
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Content = table.Column<string>(type: "TEXT", nullable: true),
                    SavedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    SavedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_decision_draft", x => x.GapId);
                    table.ForeignKey(
                        name: "FK_decision_draft_gap_GapId",
                        column: x => x.GapId,
                        principalTable: "gap",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_gap_DueOn_Number",
                table: "gap",
                columns: new[] { "DueOn", "Number" });

            // A gap in review goes back to where its record was proposed from.
            migrationBuilder.Sql("""
                UPDATE gap SET "ReturnsTo" = COALESCE((
                    SELECT a."FromState" FROM audit_entry a WHERE a."GapId" = gap."Id" AND a."ToState" = 'InReview' ORDER BY a."Position" DESC LIMIT 1), 'Assessing')
                WHERE "State" = 'InReview' AND "ReturnsTo" IS NULL
                """);

            // What was said once about machines is said of both steps; a scope becomes a list.
            migrationBuilder.Sql("""
                UPDATE decision SET "Content" = json_remove(json_set("Content",
                    '$.automationInDetection', json_extract("Content", '$.automation'),
                    '$.automationInDecision', json_extract("Content", '$.automation'),
                    '$.scopeRegions', CASE WHEN json_extract("Content", '$.scopeRegion') IS NULL THEN json('[]') ELSE json_array(json_extract("Content", '$.scopeRegion')) END,
                    '$.scopeLanguages', CASE WHEN json_extract("Content", '$.scopeLanguage') IS NULL THEN json('[]') ELSE json_array(json_extract("Content", '$.scopeLanguage')) END,
                    '$.scopeSurfaces', CASE WHEN json_extract("Content", '$.scopeSurface') IS NULL THEN json('[]') ELSE json_array(json_extract("Content", '$.scopeSurface')) END),
                    '$.automation', '$.scopeRegion', '$.scopeLanguage', '$.scopeSurface')
                WHERE json_extract("Content", '$.automation') IS NOT NULL
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "decision_draft");

            migrationBuilder.DropIndex(
                name: "IX_gap_DueOn_Number",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "DueClock",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "DueOn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "Code",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "PersonId",
                table: "audit_entry");
        }
    }
}
