{# Formulas 7.2 as SQL expressions over the columns nilai, target, target_bawah, target_atas,
   polaritas_hitung, rumus_id and toleransi. The same formulas in Python: sae/formulas.py. #}

{# Percent of target without floor or cap; NULL where a percentage means nothing. #}
{% macro capaian_mentah() -%}
    case
        when rumus_id = 'CAPAIAN-RENTANG'
            then case
                when target_bawah is null or target_atas is null then null
                when nilai between target_bawah - toleransi and target_atas + toleransi then 100.0
                when nilai < target_bawah and target_bawah > toleransi
                    then 100.0 * nilai / target_bawah
                when nilai > target_atas and target_atas > toleransi
                    then 100.0 * (2 * target_atas - nilai) / target_atas
            end
        when polaritas_hitung = 'TURUN' and abs(target) <= toleransi
            then case when abs(nilai) <= toleransi then 100.0 end
        when target > toleransi
            then case rumus_id
                when 'CAPAIAN-NAIK' then 100.0 * nilai / target
                when 'CAPAIAN-TURUN' then 100.0 * (2 * target - nilai) / target
                when 'CAPAIAN-TURUN-RASIO'
                    then case when nilai > toleransi then 100.0 * target / nilai end
            end
    end
{%- endmacro %}

{# The verdict, by comparison in the direction of the indicator; it exists where a percentage does
   not. A missing value keeps its reason. #}
{% macro status_capaian() -%}
    case
        when nilai is null
            then case
                when status_data in ('BELUM_RILIS', 'TIDAK_DIUKUR', 'TIDAK_BERLAKU')
                    then status_data
                else 'TIDAK_ADA_DATA'
            end
        when polaritas_hitung = 'RENTANG'
            then case
                when target_bawah is null or target_atas is null then 'TANPA_TARGET'
                when nilai between target_bawah - toleransi and target_atas + toleransi
                    then 'TERCAPAI'
                else 'TIDAK_TERCAPAI'
            end
        when target is null then 'TANPA_TARGET'
        when polaritas_hitung is null then 'TIDAK_TERDEFINISI'
        when polaritas_hitung = 'NAIK' and abs(target) <= toleransi then 'TIDAK_TERDEFINISI'
        when polaritas_hitung = 'NAIK' and nilai >= target - toleransi then 'TERCAPAI'
        when polaritas_hitung = 'TURUN' and nilai <= target + toleransi then 'TERCAPAI'
        else 'TIDAK_TERCAPAI'
    end
{%- endmacro %}
