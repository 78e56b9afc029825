with

wajib as (
    select * from {{ ref('int_indikator__wajib') }}
),

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

nilai as (
    select * from {{ ref('int_nilai__status') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

leaders as (
    select * from {{ ref('int_indikator__pemimpin') }}
),

region as (
    select nilai as kode_wilayah
    from {{ ref('profil') }}
    where kunci = 'kode_wilayah'
),

default_weight as (
    select bobot
    from {{ ref('bobot') }}
    where lingkup = 'INDIKATOR' and kunci = 'BAWAAN'
),

-- The value of the whole region in the period of the cycle; breakdowns never score.
whole_region as (
    select
        capaian.kode_opd,
        capaian.id_indikator,
        siklus.id_siklus,
        capaian.tahun,
        capaian.periode,
        capaian.level_hasil,
        capaian.kode_pilar,
        capaian.jenis_indikator,
        capaian.bobot,
        capaian.status_data,
        capaian.status_capaian,
        capaian.capaian_tampil,
        capaian.is_target_nol,
        nilai.kunci,
        nilai.is_lolos,
        nilai.is_pemilik,
        nilai.is_blokir
    from capaian
    inner join region
        on capaian.kode_wilayah = region.kode_wilayah
    inner join siklus
        on
            capaian.tahun = siklus.tahun
            and capaian.periode = siklus.periode
    inner join nilai
        on
            capaian.kunci_opd = nilai.kunci_opd
            and capaian.id_indikator = nilai.id_indikator
            and capaian.tahun = nilai.tahun
            and capaian.periode = nilai.periode
            and capaian.kode_wilayah = nilai.kode_wilayah
            and capaian.dimensi = nilai.dimensi
    where capaian.dimensi = '' and capaian.kunci_opd = capaian.kode_opd
),

-- Owed, reported, or both; the definition of the cycle speaks before that of the figure.
obligations as (
    select
        coalesce(wajib.kode_opd, whole_region.kode_opd) as kode_opd,
        coalesce(wajib.id_indikator, whole_region.id_indikator) as id_indikator,
        coalesce(wajib.id_siklus, whole_region.id_siklus) as id_siklus,
        coalesce(wajib.tahun, whole_region.tahun) as tahun,
        coalesce(wajib.periode, whole_region.periode) as periode,
        wajib.kode_opd is not null as is_wajib,
        {% for column in ['level_hasil', 'kode_pilar', 'jenis_indikator', 'bobot'] %}
            case
                when wajib.kode_opd is null then whole_region.{{ column }}
                else wajib.{{ column }}
            end as {{ column }},
        {% endfor %}
        whole_region.kunci,
        whole_region.kunci is not null as is_dilaporkan,
        whole_region.status_data,
        whole_region.status_capaian,
        whole_region.capaian_tampil,
        coalesce(whole_region.is_target_nol, false) as is_target_nol,
        coalesce(whole_region.is_lolos, false) as is_lolos,
        coalesce(whole_region.is_pemilik, false) as is_pemilik,
        coalesce(whole_region.is_blokir, false) as is_blokir
    from wajib
    full outer join whole_region
        on
            wajib.kode_opd = whole_region.kode_opd
            and wajib.id_indikator = whole_region.id_indikator
            and wajib.id_siklus = whole_region.id_siklus
),

-- The order of 7.6: held, not measured, not reported, not yet released, not due. A quarter target
-- of 0 on a rising indicator promises nothing for that quarter: not due yet.
judged as (
    select
        obligations.*,
        case
            when not obligations.is_dilaporkan then 'TIDAK_DILAPORKAN'
            when not obligations.is_lolos and obligations.is_pemilik then 'DITAHAN'
            when not obligations.is_lolos then 'MILIK_OPD_LAIN'
            when obligations.status_data = 'TIDAK_DIUKUR' then 'TIDAK_DIUKUR'
            when obligations.status_capaian = 'TIDAK_ADA_DATA' then 'TIDAK_DILAPORKAN'
            when obligations.status_data in ('BELUM_RILIS', 'TIDAK_BERLAKU')
                then obligations.status_data
            when obligations.is_target_nol and obligations.periode <> 'THN'
                then 'BELUM_JATUH_TEMPO'
            when obligations.capaian_tampil is not null then 'DINILAI'
            else 'TANPA_PERSENTASE'
        end as status_kewajiban,
        row_number() over (
            partition by obligations.id_indikator, obligations.id_siklus
            order by
                case when leaders.id_indikator is null then 1 else 0 end,
                case
                    when obligations.id_indikator like obligations.kode_opd || '-%' then 0
                    else 1
                end,
                obligations.kode_opd
        ) = 1 as is_dihitung_sekali
    from obligations
    left join leaders
        on
            obligations.id_indikator = leaders.id_indikator
            and obligations.kode_opd = leaders.kode_opd
),

final as (
    select
        judged.kode_opd,
        judged.id_indikator,
        judged.id_siklus,
        judged.tahun,
        judged.periode,
        judged.level_hasil,
        judged.kode_pilar,
        judged.jenis_indikator,
        case when judged.bobot > 0 then judged.bobot else default_weight.bobot end as bobot,
        judged.kunci,
        judged.is_wajib,
        judged.is_dilaporkan,
        judged.is_lolos,
        judged.is_blokir,
        judged.is_dihitung_sekali,
        judged.status_kewajiban,
        judged.status_kewajiban not in ('BELUM_RILIS', 'TIDAK_BERLAKU', 'BELUM_JATUH_TEMPO')
            as is_jatuh_tempo,
        -- Activity never scores: a level that is missing counts only for a key indicator (IKU).
        case
            when judged.level_hasil in ('OUTCOME', 'DAMPAK') then true
            when judged.level_hasil is null then coalesce(judged.jenis_indikator = 'IKU', false)
            else false
        end as is_skor,
        case when judged.status_kewajiban = 'DINILAI' then judged.capaian_tampil end
            as capaian_tampil
    from judged
    left join default_weight
        on true
)

select * from final
