using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Triage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CitesDecisionId",
                table: "gap_link",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

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

            migrationBuilder.AddColumn<DateOnly>(
                name: "EscalatedOn",
                table: "gap",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Labels",
                table: "gap",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "LabelsVersion",
                table: "gap",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "OwnerVersion",
                table: "gap",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateOnly>(
                name: "RiskExpiresOn",
                table: "gap",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "AuditHash",
                table: "feed_head",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CheckpointPosition",
                table: "feed_head",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ByRoles",
                table: "audit_entry",
                type: "INTEGER",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Code",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Hash",
                table: "audit_entry",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PersonId",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RequestId",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Via",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "contact_preference",
                columns: table => new
                {
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Address = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    Cadence = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Hour = table.Column<int>(type: "INTEGER", nullable: false),
                    Deliveries = table.Column<string>(type: "TEXT", nullable: false),
                    DigestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    MailedThrough = table.Column<long>(type: "INTEGER", nullable: false),
                    LastMailedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    LastFailure = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    RetryAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contact_preference", x => x.PersonId);
                });

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

            migrationBuilder.CreateTable(
                name: "label",
                columns: table => new
                {
                    Code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Retired = table.Column<bool>(type: "INTEGER", nullable: false),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_label", x => x.Code);
                });

            migrationBuilder.CreateTable(
                name: "notification",
                columns: table => new
                {
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Position = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    About = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notification", x => new { x.PersonId, x.Position });
                });

            migrationBuilder.CreateTable(
                name: "report_rating",
                columns: table => new
                {
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Revision = table.Column<int>(type: "INTEGER", nullable: false),
                    RaterId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Clarity = table.Column<int>(type: "INTEGER", nullable: false),
                    Specificity = table.Column<int>(type: "INTEGER", nullable: false),
                    Evidence = table.Column<int>(type: "INTEGER", nullable: false),
                    Actionability = table.Column<int>(type: "INTEGER", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report_rating", x => new { x.ReportId, x.Revision, x.RaterId });
                    table.ForeignKey(
                        name: "FK_report_rating_report_ReportId",
                        column: x => x.ReportId,
                        principalTable: "report",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "saved_view",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Scope = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Slug = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Filter = table.Column<string>(type: "TEXT", nullable: false),
                    Words = table.Column<string>(type: "TEXT", nullable: true),
                    Order = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_saved_view", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "snooze",
                columns: table => new
                {
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Position = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_snooze", x => new { x.PersonId, x.GapId });
                    table.ForeignKey(
                        name: "FK_snooze_gap_GapId",
                        column: x => x.GapId,
                        principalTable: "gap",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_snooze_person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "told_up_to",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Position = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_told_up_to", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "triage_rota",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DaysEach = table.Column<int>(type: "INTEGER", nullable: false),
                    Leads = table.Column<string>(type: "TEXT", nullable: false),
                    Swaps = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_triage_rota", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "watch",
                columns: table => new
                {
                    PersonId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watch", x => new { x.PersonId, x.GapId });
                    table.ForeignKey(
                        name: "FK_watch_gap_GapId",
                        column: x => x.GapId,
                        principalTable: "gap",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.UpdateData(
                table: "feed_head",
                keyColumn: "Id",
                keyValue: 1,
                columns: new[] { "AuditHash", "CheckpointPosition" },
                values: new object[] { null, null });

            migrationBuilder.CreateIndex(
                name: "IX_gap_DueOn_Number",
                table: "gap",
                columns: new[] { "DueOn", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_gap_OwnerId_State",
                table: "gap",
                columns: new[] { "OwnerId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_gap_RiskExpiresOn",
                table: "gap",
                column: "RiskExpiresOn");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_Action_Position",
                table: "audit_entry",
                columns: new[] { "Action", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_At",
                table: "audit_entry",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_By_Position",
                table: "audit_entry",
                columns: new[] { "By", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_notification_PersonId_ReadAt_About",
                table: "notification",
                columns: new[] { "PersonId", "ReadAt", "About" });

            migrationBuilder.CreateIndex(
                name: "IX_saved_view_Scope_Slug",
                table: "saved_view",
                columns: new[] { "Scope", "Slug" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_snooze_GapId",
                table: "snooze",
                column: "GapId");

            migrationBuilder.CreateIndex(
                name: "IX_watch_GapId",
                table: "watch",
                column: "GapId");

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

            // A gap keeps the day on which its accepted risk expires, so that the scheduler finds it.
            migrationBuilder.Sql("""
                UPDATE gap SET "RiskExpiresOn" = (SELECT json_extract(d."Content", '$.riskExpiresOn') FROM decision d WHERE d."Id" = gap."DecisionId")
                WHERE "State" IN ('Decided', 'Implementing', 'Closed') AND "Resolution" = 'RiskAccepted'
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contact_preference");

            migrationBuilder.DropTable(
                name: "decision_draft");

            migrationBuilder.DropTable(
                name: "label");

            migrationBuilder.DropTable(
                name: "notification");

            migrationBuilder.DropTable(
                name: "report_rating");

            migrationBuilder.DropTable(
                name: "saved_view");

            migrationBuilder.DropTable(
                name: "snooze");

            migrationBuilder.DropTable(
                name: "told_up_to");

            migrationBuilder.DropTable(
                name: "triage_rota");

            migrationBuilder.DropTable(
                name: "watch");

            migrationBuilder.DropIndex(
                name: "IX_gap_DueOn_Number",
                table: "gap");

            migrationBuilder.DropIndex(
                name: "IX_gap_OwnerId_State",
                table: "gap");

            migrationBuilder.DropIndex(
                name: "IX_gap_RiskExpiresOn",
                table: "gap");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_Action_Position",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_At",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_By_Position",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "CitesDecisionId",
                table: "gap_link");

            migrationBuilder.DropColumn(
                name: "DueClock",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "DueOn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "EscalatedOn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "Labels",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "LabelsVersion",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "OwnerVersion",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "RiskExpiresOn",
                table: "gap");

            migrationBuilder.DropColumn(
                name: "AuditHash",
                table: "feed_head");

            migrationBuilder.DropColumn(
                name: "CheckpointPosition",
                table: "feed_head");

            migrationBuilder.DropColumn(
                name: "ByRoles",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "Code",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "Hash",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "PersonId",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "RequestId",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "Via",
                table: "audit_entry");
        }
    }
}
